// The style sheets of the page, in order: what all views share, notes wherever they stand, then one a view.
import { View } from '../../core/wire/place';

export const styleSheets: readonly string[] = ['panel', 'note', ...View.options];
