namespace Plimsoll.Bench;

/// <summary>Options of the form `--name value`.</summary>
internal static class Arguments
{
    /// <summary>The value of an option, or null.</summary>
    public static string? Value(string[] args, string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
