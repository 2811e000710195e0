namespace Plimsoll.Training.Names;

/// <summary>A binding to learn from or to judge by.</summary>
/// <param name="Program">Where it is.</param>
/// <param name="At">Where its record stands.</param>
/// <param name="Symbol">Which one it is.</param>
/// <param name="Label">Its original name, as a phrase.</param>
/// <param name="Package">The number of its package.</param>
/// <param name="Weight">How much it counts: the bindings of a large package count less, one by one.</param>
internal sealed record NameExample(NamedProgram Program, int At, int Symbol, int Label, int Package, float Weight);
