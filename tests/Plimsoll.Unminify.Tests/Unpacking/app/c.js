module.exports = { three: 3, self: typeof module };
