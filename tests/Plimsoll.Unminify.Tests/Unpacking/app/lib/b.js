exports.add = function (x, y) {
  return x + y;
};
exports.name = 'b';
