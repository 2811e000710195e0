namespace Plimsoll.Unminify.Models;

/// <summary>Bindings that are named by one request: a stretch of the order in which all are named.</summary>
/// <param name="First">The first place in the order.</param>
/// <param name="Count">How many.</param>
internal readonly record struct NamingBatch(int First, int Count);
