using System.Runtime.InteropServices;
using System.Text.Json;
using Plimsoll.Bench.Runs;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Tests;

/// <summary>A tree of a few files, and the product beside the test, for measurements that must only run, not mean anything.</summary>
internal sealed class SmallTree : IDisposable
{
    private readonly TempFolder _folder = new();

    static SmallTree()
    {
        // The program beside the test looks for the runtime in this variable; the test itself has found it already.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is null)
        {
            Environment.SetEnvironmentVariable("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")));
        }
    }

    public SmallTree()
    {
        for (int i = 0; i < 12; i++)
        {
            _folder.Write($"tree/src/part{i}.ts", $"// Adds things up.\nexport function addPrices{i}(first: number, second: number) {{\n  return first + second + {i};\n}}\n");
        }
        Plimsoll = Path.Combine(AppContext.BaseDirectory, "plimsoll");
    }

    /// <summary>The product to measure.</summary>
    public string Plimsoll { get; private set; }

    public string Results => _folder.PathOf("results.json");

    /// <summary>Puts a product in front that answers one command otherwise.</summary>
    public void Replace(string command, string script)
    {
        string path = _folder.Write("otherwise", $"#!/bin/sh\nif [ \"$1\" = {command} ]; then\n{script}\nfi\nexec \"{Plimsoll}\" \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Plimsoll = path;
    }

    /// <summary>Runs a measurement.</summary>
    public (int Code, string Output) Run(string name, params string[] more)
    {
        using StringWriter output = new();
        int code = ProductBench.Run(name, Arguments(more), output);
        return (code, output.ToString());
    }

    /// <summary>Runs a measurement in a process of its own, with other variables: this one's are everybody's, and other tests start programs meanwhile.</summary>
    public ProcessResult RunAlone(Dictionary<string, string?> environment, string name, params string[] more) =>
        ProcessRunner.Run(Path.Combine(AppContext.BaseDirectory, "Plimsoll.Bench"), [name, .. Arguments(more)], new ProcessSetup { Environment = environment });

    /// <summary>A value of the raw results, by the names on the way to it.</summary>
    public JsonElement Result(params string[] way)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Results));
        JsonElement element = document.RootElement;
        foreach (string name in way) element = element.GetProperty(name);
        return element.Clone();
    }

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(string[] more) => ["--root", _folder.PathOf("tree"), "--out", Results, "--plimsoll", Plimsoll, .. more];
}
