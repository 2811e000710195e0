using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plimsoll.Cli.Tests.Hostile;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Watching;

/// <summary>The real `plimsoll watch --json` as a process of its own. Every line that it writes must be JSON.</summary>
internal sealed class WatchSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public WatchSession(HostileTree tree, params string[] more)
        : this("dotnet", [ProcessRunner.ToolPath("plimsoll"), "watch", tree.Root, "--index-dir", tree.IndexFolder, "--json", .. more], tree.Setup())
    {
    }

    public WatchSession(string file, string[] words, ProcessSetup setup)
    {
        ProcessStartInfo info = new(file, words) { WorkingDirectory = setup.WorkingFolder!, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in setup.Environment!)
        {
            if (value is null) info.Environment.Remove(name);
            else info.Environment[name] = value;
        }
        _process = Process.Start(info)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>The next event.</summary>
    public JsonNode Next()
    {
        Task<string?> reading = _process.StandardOutput.ReadLineAsync();
        Assert.True(reading.Wait(Patience), "no event");
        string line = reading.Result ?? throw new InvalidOperationException($"watch has ended: {_errors.Result}");
        return JsonNode.Parse(line)!;
    }

    /// <summary>Passes over events until one of this name.</summary>
    public JsonNode Await(string name)
    {
        while (true)
        {
            JsonNode next = Next();
            if ((string?)next["event"] == name) return next;
        }
    }

    /// <summary>Passes over events until the index finds a word in a file; null for a word that it must not find any more.</summary>
    public void AwaitFound(HostileTree tree, string word, string? path)
    {
        while (Find(tree, word) != path) Next();
    }

    public void Signal(string signal) => Assert.Equal(0, ProcessRunner.Run("kill", [signal, $"{Id}"]).ExitCode);

    /// <summary>Waits for the end and gives the exit code and what was written to stderr.</summary>
    public (int Code, string Errors) End()
    {
        Assert.True(_process.WaitForExit(Patience), "watch did not end");
        return (_process.ExitCode, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string? Find(HostileTree tree, string word)
    {
        ProcessResult result = tree.Search(word, "-k", "1", "--json", "--mode", "lexical");
        if (result.ExitCode == ExitCode.No) return null;
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        return json.RootElement.GetProperty("results")[0].GetProperty("path").GetString();
    }
}
