using System.Text;
using Plimsoll.Cli.Output;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

/// <summary>What a command line answered.</summary>
internal sealed record CliResult(int Code, string Out, string Error);

/// <summary>Runs command lines inside the test's process: no environment, no home and no terminal but those that the test gives.</summary>
internal sealed class CliRunner(string folder)
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public bool IsTerminal { get; set; }

    public string Folder { get; set; } = folder;

    public string Input { get; set; } = "";

    public TimeProvider Time { get; set; } = new FakeClock();

    /// <summary>The environment of the command.</summary>
    public string this[string variable]
    {
        set => _variables[variable] = value;
    }

    public CliResult Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public CliResult Run(CancellationToken stop, params string[] arguments)
    {
        using MemoryStream output = new();
        using MemoryStream error = new();
        int code;
        using (Terminal terminal = Open(output, error)) code = Application.Run(arguments, terminal, stop);
        return new CliResult(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    public Terminal Open(Stream output, Stream error) => new(output, error)
    {
        Folder = Folder,
        Variable = name => _variables.GetValueOrDefault(name),
        VariableNames = () => _variables.Keys,
        IsOutTerminal = IsTerminal,
        IsErrorTerminal = IsTerminal,
        IsInTerminal = IsTerminal,
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
        Time = Time,
    };
}
