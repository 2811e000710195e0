namespace Plimsoll.Bench.Measuring;

/// <summary>A measurement that cannot be made, with the reason; the program says it and ends with 2.</summary>
internal sealed class BenchException(string message) : Exception(message);
