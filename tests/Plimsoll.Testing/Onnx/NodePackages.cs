namespace Plimsoll.Testing.Onnx;

/// <summary>What `eng/test` installs from npm for tests, under `artifacts/npm`: ONNX Runtime, and the tokenizers that ours are compared with.</summary>
public static class NodePackages
{
    private const string Runtime = "onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1";

    /// <summary>ONNX Runtime's library.</summary>
    public static string RuntimeLibrary { get; } = Path.Combine(Modules(), Runtime);

    /// <summary>Why tests that run models cannot run here, or null: the reason to print with a skip.</summary>
    public static string? WhyNoRuntime { get; } = File.Exists(RuntimeLibrary) ? null : "ONNX Runtime is not installed: `eng/test` gets it with npm (`onnxruntime-node@1.27.0`) on Linux x64";

    /// <summary>Why ours cannot be compared with the published tokenizers, or null.</summary>
    public static string? WhyNoTokenizers { get; } =
        Directory.Exists(Path.Combine(Modules(), "@anush008", "tokenizers")) ? null : "the published tokenizers are not installed: `eng/test` gets them with npm (`@anush008/tokenizers@0.6.0`)";

    /// <summary>The folder of the packages.</summary>
    public static string Folder => Path.GetDirectoryName(Modules())!;

    private static string Modules()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Plimsoll.slnx"))) return Path.Combine(folder, "artifacts", "npm", "node_modules");
        }

        return Path.Combine(AppContext.BaseDirectory, "node_modules");
    }
}
