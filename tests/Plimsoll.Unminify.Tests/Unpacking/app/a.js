var b = require('./lib/b');
var c = require('./c.js');
exports.sum = function (x, y) {
  return b.add(x, y) + c.three;
};
exports.lazy = function () {
  return 'lazy';
};
