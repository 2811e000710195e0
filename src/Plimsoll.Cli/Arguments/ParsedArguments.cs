using System.Globalization;

namespace Plimsoll.Cli.Arguments;

/// <summary>What was typed: options with their values in order, and the other arguments.</summary>
internal sealed class ParsedArguments
{
    private readonly List<(string Name, string Value)> _options = [];

    /// <summary>The arguments that are not options, in order.</summary>
    public List<string> Arguments { get; } = [];

    public bool Has(string name) => Last(name) is not null;

    /// <summary>The last value given; null when the option was not given.</summary>
    public string? Last(string name)
    {
        for (int i = _options.Count - 1; i >= 0; i--)
        {
            if (_options[i].Name == name) return _options[i].Value;
        }
        return null;
    }

    /// <summary>Every value given, in order.</summary>
    public IReadOnlyList<string> All(string name)
    {
        List<string> values = [];
        foreach ((string found, string value) in _options)
        {
            if (found == name) values.Add(value);
        }
        return values;
    }

    /// <summary>The argument at a position, or null.</summary>
    public string? Argument(int index) => index < Arguments.Count ? Arguments[index] : null;

    /// <summary>The same without one option, for a command that means something else by the name of a setting.</summary>
    public ParsedArguments Without(string name)
    {
        ParsedArguments others = new();
        others.Arguments.AddRange(Arguments);
        foreach ((string found, string value) in _options)
        {
            if (found != name) others.Add(found, value);
        }
        return others;
    }

    internal void Add(string name, string value) => _options.Add((name, value));

    /// <summary>A number that the parser has already checked.</summary>
    public static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A number that the parser has already checked.</summary>
    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
