namespace Plimsoll.JavaScript.Printing;

/// <summary>How a program is printed.</summary>
public sealed record PrintOptions
{
    /// <summary>Whether syntax is written in its usual long form (`void 0` as `undefined`, `a &amp;&amp; b;` as `if`, and so on). Default: yes.</summary>
    public bool Tidy { get; init; } = true;

    /// <summary>Whether each statement has a line of its own and is indented by two spaces. Default: yes; otherwise there are no more spaces than must be.</summary>
    public bool Format { get; init; } = true;
}
