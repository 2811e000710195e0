import D, { value } from './d.js';
import * as c from './c.js';
console.log(['value', value, new D().v, c.three].join(' '));
import('./lazy.js').then((m) => console.log('lazy', m.default));
