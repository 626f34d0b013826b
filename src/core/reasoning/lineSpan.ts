// Lines as they stand in what is kept and told.
import * as v from 'valibot';

const Line = v.pipe(v.number(), v.integer(), v.minValue(0));
export const LineSpanSchema = v.object({ first: Line, last: Line });
