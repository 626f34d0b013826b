// Words that an explanation of any code may use: keywords, which name nothing in a program; what languages bring along; names
// of things and products.
import { keyOf } from './wordForms';

const keywords = `
abstract and as assert async auto await begin bool boolean break byte case catch char class const constexpr continue def
defer del delete do done double elif else elsif elseif endif ensure enum esac except explicit export extends extern finally
float fn for foreach from func function goto if impl implements import in include inline instanceof int interface is lambda
let long namespace new nil none nonlocal not null nullptr of operator or override package private protected protocol pub
public raise readonly return self short signed sizeof static struct super switch synchronized template then this throw
throws transient try typedef typeof undefined union unless unset unsigned until using var virtual void volatile when while
with xor yield true false nan def cls ifs ifdef ifndef the an of to be by at on it its that these those which
`;

/** Of several languages together: which one it is changes nothing in what a reader may be told. */
const builtIns = `
base chan default echo end final global internal local loop match mod module move mut object package param pass print proc
range record ref register rescue satisfies sealed select shift string trait transfer type use val where kwargs args infinity
iota define undef pragma fallthrough get set
Array ArrayBuffer ArrayList BigInt Boolean Buffer Class DataView Date Dictionary Double Error EvalError Float Function
HashMap HashSet Integer Intl Iterable Iterator IEnumerable JSON List Long Map Math Number Object Option Optional Ok Err Some
None Pair Promise Proxy RangeError Record Partial Readonly Pick Omit ReferenceError Reflect RegExp Result Set String
StringBuilder Symbol SyntaxError Tuple TypeError URIError Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array
Float32Array Float64Array Vec Vector WeakMap WeakSet any unknown never number object symbol bigint
abs all append apply assign at attr bin bool bytes bytearray bytestring call callable ceil charAt charCodeAt chr clear
clone close closure codePointAt collections compile complex concat console contains copy cos count create decode deque dict
dictionary dir divmod each empty encode endswith endsWith entries enumerate equals eval every exec exp extend fetch fill
filter find findIndex flat flatMap float floor flush format freeze frozenset fromCharCode fromEntries get getattr group
groups has hasattr hasOwnProperty hash hex id include includes indexOf input insert int isArray isFinite isInteger isNaN
isinstance issubclass item items iter iterator itertools join key keys lastIndexOf len length list log lower
ltrim make map max memoryview min new next now oct open ord parse parseFloat parseInt pop pow print printf println prototype
push range raw read readline reduce regex remove repeat replace replaceAll repr require resolve reverse reversed round rstrip
rtrim search set setattr shift sin size slice some sort sorted split splice sprintf sqrt startsWith startswith std str
stringify strip sub substr substring sum super swap tan test then title toFixed toLowerCase toString toUpperCase trim trimEnd
trimStart truncate tuple type typing unshift update upper value valueOf values vars write zip
size_t ssize_t ptrdiff_t wchar_t wstring nullptr_t memcpy memset malloc free calloc realloc strlen strcmp cout cin cerr endl
unique_ptr shared_ptr make_unique make_shared vector pair stdout stderr stdin NULL EOF errno TRUE FALSE BOOL DWORD
ArithmeticError ArgumentError ArgumentException AssertionError AttributeError BaseException Exception EOFError FileNotFoundError
FloatingPointError IOError IOException ImportError IndexError KeyError KeyboardInterrupt LookupError MemoryError
ModuleNotFoundError NameError NotImplementedError NullPointerException IllegalArgumentException IllegalStateException
IndexOutOfBoundsException RuntimeException OSError OverflowError PermissionError RecursionError RuntimeError StopIteration
StopAsyncIteration SystemExit TimeoutError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError
ZeroDivisionError ArgumentNullException InvalidOperationException AggregateError AbortError DOMException
os sys re json math fs path util http url stdlib
awk bash cat cd chmod chown cp curl cut date df du dpkg env exec expr false find grep gzip head kill ln ls mkdir mv ps
pwd read rm sed seq sh sleep sort source sudo tail tar tee touch tr trap true uniq wc wget xargs zsh powershell cmdlet
select from where insert into values group order by having join left right inner outer limit table index view
`;

/** Names of things, as an explanation spells them. */
const things = `
ASCII ANSI API APIs Ajax ArrayLike async AsyncIterator AWS Base64 BitTorrent Bluetooth camelCase CamelCase PascalCase snake_case
kebab-case CommonJS CSV CUDA DataFrame DevOps DNS DOM ECMAScript eBay ESLint FastAPI FIFO LIFO GitHub GitLab GNU GPU GraphQL
gRPC GTK HTTP HTTPS iOS IPv4 IPv6 iPad iPhone iterable JavaScript JavaDoc JSDoc jQuery JSON JSX TSX LaTeX LinkedIn libsecret
macOS MacOS MATLAB MiniSearch MongoDB MySQL NaN NaNs NixOS Node NodeJS NoSQL NumPy OAuth OAuth2 OpenAI OpenGL OpenSSL OSError
PHP PostgreSQL PostScript PowerShell PyTorch QuickSort ReactJS README RegEx RegExp RESTful RGB HSV RxJS SciPy SciKit SQL
SQLite StackOverflow stdin SVG TCP TensorFlow TypeScript UDP Unicode Unix URI URL URLs UTF UTF8 UTF16 UTF32 UUID VSCode
WebAssembly WebSocket WebSockets Webpack WebView WiFi WordPress XML YAML YouTube ZooKeeper
array arrays boolean booleans buffer character characters class classes dictionary element elements function functions
integer integers iterable keyword loop method methods module object objects parameter property regex statement statements
string strings variable empty optional truthy falsy left right mutable immutable inclusive exclusive ascending descending
`;

/** A width or a version behind the name of something that is known: `uint8_t`, `utf8`, `sha256`, `x86`. */
const numbered =
  /^(?:u?int|u|i|f|s|utf|base|sha|md|x|es|ipv|h|r|float|latin|cp|iso|python|vec|mat|http)\d{1,4}(?:_?t|array|le|be)?$/i;

const common: ReadonlySet<string> = new Set(
  `${keywords} ${builtIns} ${things}`
    .split(/\s+/)
    .filter(word => word !== '')
    .map(keyOf),
);

/** Whether a word may stand in an explanation of code in which it does not stand. */
export function isCommon(name: string): boolean {
  const key = keyOf(name);
  // `n` is how people count what has no name of its own.
  return key === '' || key === 'n' || common.has(key) || numbered.test(name) || /^__\w{1,20}__$/.test(name);
}

const languageWords: ReadonlySet<string> = new Set(keywords.split(/\s+/).map(keyOf));

/** Whether it is a word of a language, and names nothing in a program. */
export function isKeyword(name: string): boolean {
  return languageWords.has(keyOf(name));
}
