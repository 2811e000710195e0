namespace Plimsoll.Files;

/// <summary>Where a secret stands in a line.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Kind">What it is, such as `github-token`.</param>
public readonly record struct SecretSpan(int Start, int Length, string Kind)
{
    /// <summary>The first byte behind it.</summary>
    public int End => Start + Length;
}
