using System.Runtime.InteropServices;
using Plimsoll.Testing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>ONNX Runtime comes from the user, so it may be away, something else or too old. In processes of their own: a process loads it once.</summary>
public sealed class OnnxLibraryTests : IDisposable
{
    private const string OtherLibrary = "libSystem.Native.so";

    private readonly TempFolder _folder = new();

    public OnnxLibraryTests()
    {
        _folder.Write("tree/a.py", "def area():\n    return 1\n");
        ModelSamples.Write(_folder.PathOf("model"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nowhere/libonnxruntime.so", "there is no file")]
    [InlineData("model", "there is no ONNX Runtime in")]
    [InlineData("model/tokenizer.json", "does not load")]
    [InlineData(OtherLibrary, "is a library, but not ONNX Runtime")]
    public void Library_ThatIsNone_IsToldWithWhatToDo(string library, string why) =>
        AssertRefused(library == OtherLibrary ? Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), library) : _folder.PathOf(library), why);

    [Theory]
    [InlineData("1.13.1", "is version 1.13.1, which is older than 1.")]
    [InlineData("new", "is version new, which is older than 1.")]
    [InlineData("1.99.0", "(version 1.99.0) does not offer version")]
    public void Library_OfAnotherVersion_IsToldWithWhatToDo(string version, string why)
    {
        string library = _folder.PathOf("libonnxruntime.so");
        _folder.Write("runtime.c", $$"""
            static const void *functions(unsigned version) { return 0; }
            static const char *version(void) { return "{{version}}"; }
            static void *const base[] = { functions, version };
            void *const *OrtGetApiBase(void) { return base; }
            """);
        if (!File.Exists("/usr/bin/cc")) Assert.Skip("there is no C compiler (/usr/bin/cc) to make a library with");
        ProcessResult made = ProcessRunner.Run("/usr/bin/cc", ["-shared", "-fPIC", "-o", library, _folder.PathOf("runtime.c")]);
        Assert.True(made.ExitCode == 0, made.ToString());

        AssertRefused(library, why);
    }

    private void AssertRefused(string library, string why)
    {
        ProcessSetup setup = new() { WorkingFolder = _folder.Root, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_ONNXRUNTIME"] = library, ["HOME"] = _folder.Root } };

        ProcessResult result = ProcessRunner.Run("dotnet", [ProcessRunner.ToolPath("plimsoll"), "index", "tree", "--embedder", "onnx:model"], setup);

        Assert.True(result.ExitCode == ExitCode.Unavailable, result.ToString());
        Assert.StartsWith("plimsoll: the embedder 'onnx' needs ONNX Runtime 1.", result.StandardError, StringComparison.Ordinal);
        foreach (string expected in (string[])[why, library, "npm install", "'builtin'"]) Assert.Contains(expected, result.StandardError, StringComparison.Ordinal);
    }
}
