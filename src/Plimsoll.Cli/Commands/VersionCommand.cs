using System.Reflection;
using Plimsoll.Cli.Output;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll --version`: version and commit, both from the build.</summary>
internal static class VersionCommand
{
    /// <summary>The version and the commit that the build wrote down.</summary>
    internal static (string Version, string Commit) Read()
    {
        string whole = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int plus = whole.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? (whole, "unknown") : (whole[..plus], whole[(plus + 1)..]);
    }

    public static int Write(Terminal terminal, bool json)
    {
        (string version, string commit) = Read();
        if (json)
        {
            JsonOutput.Write(terminal, document =>
            {
                document.WriteStartObject();
                document.WriteString("version", version);
                document.WriteString("commit", commit);
                document.WriteEndObject();
            });
            return ExitCode.Ok;
        }
        terminal.Out.WriteLine($"plimsoll {version} (commit {(commit.Length > 12 ? commit[..12] : commit)})");
        return ExitCode.Ok;
    }
}
