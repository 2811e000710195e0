import a from './a.js';
export const value = a.sum(1, 2);
export default class D {
  get v() {
    return value;
  }
}
