var a = require('./a');
console.log('value ' + a.sum(1, 2));
exports.total = a.sum(3, 4);
