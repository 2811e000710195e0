using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Embedding.Onnx.Native;

/// <summary>
/// Finds and loads ONNX Runtime, which does not come with this program: at the path in <see cref="Variable"/>, else beside the program, else where the system
/// looks. Once a process: the library keeps state of its own, and two copies of it would be two budgets.
/// </summary>
internal static unsafe class OrtLibrary
{
    /// <summary>Names the library's file, or the folder that it is in.</summary>
    public const string Variable = "PLIMSOLL_ONNXRUNTIME";

    private static readonly Lock Gate = new();
    private static OrtApi? _loaded;
    private static OrtHandle? _environment;

    /// <summary>The library with its environment; loaded at the first call.</summary>
    /// <param name="path">The file or folder to load from instead of the variable; null for the usual places. Only the first call of a process decides.</param>
    /// <exception cref="IndexException">It is nowhere, or does not load, or is too old.</exception>
    public static (OrtApi Api, OrtHandle Environment) Load(string? path = null)
    {
        lock (Gate)
        {
            _loaded ??= Open(path ?? Environment.GetEnvironmentVariable(Variable));
            _environment ??= _loaded.NewEnvironment();
            return (_loaded, _environment);
        }
    }

    private static OrtApi Open(string? named)
    {
        if (!string.IsNullOrEmpty(named))
            return FromFile(Directory.Exists(named) ? InFolder(named) ?? throw Missing($"there is no ONNX Runtime in {named}") : named);
        if (InFolder(AppContext.BaseDirectory) is { } beside)
            return FromFile(beside);
        foreach (string name in Names())
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return FromHandle(library, name);
        }

        throw Missing("it is neither beside the program nor where the system looks for libraries");
    }

    private static string? InFolder(string folder)
    {
        foreach (string name in Names())
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private static string[] Names() =>
        OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.1.dylib", "libonnxruntime.dylib"]
        : ["libonnxruntime.so.1", "libonnxruntime.so"];

    private static OrtApi FromFile(string path)
    {
        if (!File.Exists(path))
            throw Missing($"there is no file {path}");
        try
        {
            return FromHandle(NativeLibrary.Load(Path.GetFullPath(path)), path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw Missing($"{path} does not load: {error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", error);
        }
    }

    private static OrtApi FromHandle(nint library, string path)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint entry))
            throw Missing($"{path} is a library, but not ONNX Runtime: it has no OrtGetApiBase");
        nint* apiBase = (nint*)((delegate* unmanaged[Cdecl]<nint>)entry)();
        string version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)apiBase[1])()) ?? "?";
        if (!Version.TryParse(version, out Version? number) || number < new Version(1, (int)OrtApi.TableVersion))
            throw Missing($"{path} is version {version}, which is older than 1.{OrtApi.TableVersion}");
        nint table = ((delegate* unmanaged[Cdecl]<uint, nint>)apiBase[0])(OrtApi.TableVersion);
        return table != 0 ? new OrtApi(table, version, path) : throw Missing($"{path} (version {version}) does not offer version {OrtApi.TableVersion} of its functions");
    }

    private static IndexException Missing(string why, Exception? cause = null) => new(
        IndexFailure.Unavailable,
        $"The embedder 'onnx' needs ONNX Runtime 1.{OrtApi.TableVersion} or newer, and {why}. Get it with `npm install --ignore-scripts onnxruntime-node@1.27.0` and set "
        + $"{Variable}=node_modules/onnxruntime-node/bin/napi-v6/{Platform()}, or use the embedder 'builtin', which needs nothing.",
        cause);

    private static string Platform()
    {
        string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}/{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
    }
}
