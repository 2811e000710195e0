using System.Reflection;
using Plimsoll.Cli.Output;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll --version`: version and commit, both from the build.</summary>
internal static class VersionCommand
{
    public static int Write(Terminal terminal, bool json)
    {
        string whole = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int plus = whole.IndexOf('+', StringComparison.Ordinal);
        string version = plus < 0 ? whole : whole[..plus];
        string commit = plus < 0 ? "unknown" : whole[(plus + 1)..];
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
