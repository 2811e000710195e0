using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Indexing.Embedding.Onnx.Native;

/// <summary>
/// ONNX Runtime's table of functions, with names instead of places. Every call that can fail is checked; what is made is owned
/// by an <see cref="OrtHandle"/> at once.
/// </summary>
internal sealed unsafe class OrtApi(nint table, string version, string path)
{
    /// <summary>The first version of the table that has every place of <see cref="OrtSlot"/>.</summary>
    public const uint TableVersion = 23;

    /// <summary>CPU memory of an arena, as <c>OrtArenaAllocator</c>.</summary>
    private const int ArenaAllocator = 1;

    private readonly nint* _table = (nint*)table;

    /// <summary>The library's own version, such as 1.27.0.</summary>
    public string Version { get; } = version;

    /// <summary>The file it came from.</summary>
    public string Path { get; } = path;

    /// <summary>Throws when a call returned a status.</summary>
    /// <exception cref="OrtException">It did.</exception>
    public void Check(nint status)
    {
        if (status == 0)
            return;
        int code = ((delegate* unmanaged[Cdecl]<nint, int>)Slot(OrtSlot.GetErrorCode))(status);
        string message = Text(((delegate* unmanaged[Cdecl]<nint, byte*>)Slot(OrtSlot.GetErrorMessage))(status));
        ((delegate* unmanaged[Cdecl]<nint, void>)Slot(OrtSlot.ReleaseStatus))(status);
        throw new OrtException((OrtFault)code, message);
    }

    /// <summary>The library's environment: its reports to elsewhere are switched off, and it prints nothing, because every error also comes back as a status.</summary>
    public OrtHandle NewEnvironment()
    {
        const int FatalOnly = 4;
        nint made;
        fixed (byte* name = "plimsoll\0"u8)
            Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)Slot(OrtSlot.CreateEnv))(FatalOnly, name, &made));
        var environment = Own(made, OrtSlot.ReleaseEnv);
        Check(((delegate* unmanaged[Cdecl]<nint, nint>)Slot(OrtSlot.DisableTelemetryEvents))(made));
        return environment;
    }

    public OrtHandle NewSessionOptions() => New(OrtSlot.CreateSessionOptions, OrtSlot.ReleaseSessionOptions);

    public OrtHandle NewRunOptions() => New(OrtSlot.CreateRunOptions, OrtSlot.ReleaseRunOptions);

    /// <summary>Describes CPU memory that an arena hands out.</summary>
    public OrtHandle NewCpuMemory()
    {
        nint made;
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)Slot(OrtSlot.CreateCpuMemoryInfo))(ArenaAllocator, 0, &made));
        return Own(made, OrtSlot.ReleaseMemoryInfo);
    }

    public void SetThreads(OrtHandle options, int threads)
    {
        Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)Slot(OrtSlot.SetIntraOpNumThreads))(options.Value, threads));
        Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)Slot(OrtSlot.SetInterOpNumThreads))(options.Value, 1));
    }

    public void DisableMemoryPattern(OrtHandle options) => Check(((delegate* unmanaged[Cdecl]<nint, nint>)Slot(OrtSlot.DisableMemPattern))(options.Value));

    public void SetSessionEntry(OrtHandle options, string key, string value) => SetEntry(OrtSlot.AddSessionConfigEntry, options, key, value);

    public void SetRunEntry(OrtHandle options, string key, string value) => SetEntry(OrtSlot.AddRunConfigEntry, options, key, value);

    /// <summary>Registers an arena for CPU memory in the environment: sessions made from now on use it, if told to.</summary>
    public void RegisterArena(OrtHandle environment, OrtHandle memory, ReadOnlySpan<(string Key, nuint Value)> settings)
    {
        nint* keys = stackalloc nint[settings.Length];
        nuint* values = stackalloc nuint[settings.Length];
        for (int i = 0; i < settings.Length; i++)
            (keys[i], values[i]) = (Marshal.StringToCoTaskMemUTF8(settings[i].Key), settings[i].Value);
        nint made = 0;
        try
        {
            Check(((delegate* unmanaged[Cdecl]<nint*, nuint*, nuint, nint*, nint>)Slot(OrtSlot.CreateArenaCfgV2))(keys, values, (nuint)settings.Length, &made));
            using OrtHandle arena = Own(made, OrtSlot.ReleaseArenaCfg);
            Check(((delegate* unmanaged[Cdecl]<nint, nint, nint, nint>)Slot(OrtSlot.CreateAndRegisterAllocator))(environment.Value, memory.Value, arena.Value));
        }
        finally
        {
            for (int i = 0; i < settings.Length; i++)
                Marshal.FreeCoTaskMem(keys[i]);
        }
    }

    /// <summary>Takes the arena out of the environment; sessions that use it keep it.</summary>
    public void UnregisterArena(OrtHandle environment, OrtHandle memory) =>
        Check(((delegate* unmanaged[Cdecl]<nint, nint, nint>)Slot(OrtSlot.UnregisterAllocator))(environment.Value, memory.Value));

    /// <summary>Loads a model. The path is in the system's own characters: UTF-16 on Windows, bytes elsewhere.</summary>
    public OrtHandle NewSession(OrtHandle environment, string path, OrtHandle options)
    {
        nint made;
        nint text = OperatingSystem.IsWindows() ? Marshal.StringToCoTaskMemUni(path) : Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            Check(((delegate* unmanaged[Cdecl]<nint, nint, nint, nint*, nint>)Slot(OrtSlot.CreateSession))(environment.Value, text, options.Value, &made));
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }

        return Own(made, OrtSlot.ReleaseSession);
    }

    /// <summary>The session's allocator for this memory.</summary>
    public OrtHandle NewAllocator(OrtHandle session, OrtHandle memory)
    {
        nint made;
        Check(((delegate* unmanaged[Cdecl]<nint, nint, nint*, nint>)Slot(OrtSlot.CreateAllocator))(session.Value, memory.Value, &made));
        return Own(made, OrtSlot.ReleaseAllocator);
    }

    /// <summary>One figure of an allocator in bytes, such as <c>MaxInUse</c>; -1 when it does not keep it.</summary>
    public long AllocatorFigure(OrtHandle allocator, ReadOnlySpan<byte> nameWithNul)
    {
        nint pairs;
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)Slot(OrtSlot.AllocatorGetStats))(allocator.Value, &pairs));
        using OrtHandle figures = Own(pairs, OrtSlot.ReleaseKeyValuePairs);
        fixed (byte* name = nameWithNul)
        {
            byte* value = ((delegate* unmanaged[Cdecl]<nint, byte*, byte*>)Slot(OrtSlot.GetKeyValue))(pairs, name);
            return value is not null && long.TryParse(Text(value), out long number) ? number : -1;
        }
    }

    /// <summary>A tensor over memory that stays where it is for as long as the tensor lives.</summary>
    public OrtHandle NewTensor(OrtHandle memory, void* data, nuint bytes, ReadOnlySpan<long> shape, OrtElement element)
    {
        nint made;
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)Slot(OrtSlot.CreateTensorWithDataAsOrtValue))(
                memory.Value, data, bytes, dimensions, (nuint)shape.Length, (int)element, &made));
        }

        return Own(made, OrtSlot.ReleaseValue);
    }

    /// <summary>Runs a model for one output.</summary>
    /// <param name="session">The model.</param>
    /// <param name="options">Options of this run.</param>
    /// <param name="inputNames">Names of the inputs, with a NUL at their ends.</param>
    /// <param name="inputs">Their values.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="outputName">The name of the output, with a NUL at its end.</param>
    public OrtHandle Run(OrtHandle session, OrtHandle options, byte** inputNames, nint* inputs, int count, byte* outputName)
    {
        nint output = 0;
        Check(((delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)Slot(OrtSlot.Run))(
            session.Value, options.Value, inputNames, inputs, (nuint)count, &outputName, 1, &output));
        return Own(output, OrtSlot.ReleaseValue);
    }

    /// <summary>The numbers of a tensor.</summary>
    public void* TensorData(OrtHandle tensor)
    {
        void* data;
        Check(((delegate* unmanaged[Cdecl]<nint, void**, nint>)Slot(OrtSlot.GetTensorMutableData))(tensor.Value, &data));
        return data;
    }

    /// <summary>Element type and dimensions of a tensor.</summary>
    public OrtShape ShapeOf(OrtHandle tensor)
    {
        nint info;
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)Slot(OrtSlot.GetTensorTypeAndShape))(tensor.Value, &info));
        using OrtHandle owned = Own(info, OrtSlot.ReleaseTensorTypeAndShapeInfo);
        return ReadShape(info);
    }

    /// <summary>Names and shapes of the inputs or of the outputs of a model.</summary>
    public OrtPort[] Ports(OrtHandle session, bool areInputs)
    {
        nuint count;
        Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)Slot(areInputs ? OrtSlot.SessionGetInputCount : OrtSlot.SessionGetOutputCount))(session.Value, &count));
        var ports = new OrtPort[count];
        for (int i = 0; i < ports.Length; i++)
            ports[i] = new OrtPort(PortName(session, areInputs, i), PortShape(session, areInputs, i));
        return ports;
    }

    /// <summary>
    /// Whether the library's part for NVIDIA cards is beside it. The library's own list also has parts that were left out of the package.
    /// </summary>
    public bool HasCuda =>
        System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder
        && File.Exists(System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so"));

    /// <summary>Prefers the first NVIDIA card, with so many bytes of its memory at most.</summary>
    public void PreferCuda(OrtHandle options, long maxBytes)
    {
        using OrtHandle cuda = New(OrtSlot.CreateCudaOptions, OrtSlot.ReleaseCudaOptions);
        nint* pairs = stackalloc nint[4];
        string[] texts = ["gpu_mem_limit", maxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture), "arena_extend_strategy", "kSameAsRequested"];
        for (int i = 0; i < texts.Length; i++)
            pairs[i] = Marshal.StringToCoTaskMemUTF8(texts[i]);
        try
        {
            nint* keys = stackalloc nint[] { pairs[0], pairs[2] };
            nint* values = stackalloc nint[] { pairs[1], pairs[3] };
            Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint*, nuint, nint>)Slot(OrtSlot.UpdateCudaOptions))(cuda.Value, keys, values, 2));
            Check(((delegate* unmanaged[Cdecl]<nint, nint, nint>)Slot(OrtSlot.AppendCudaV2))(options.Value, cuda.Value));
        }
        finally
        {
            for (int i = 0; i < texts.Length; i++)
                Marshal.FreeCoTaskMem(pairs[i]);
        }
    }

    private string PortName(OrtHandle session, bool isInput, int index)
    {
        nint allocator;
        byte* name;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)Slot(OrtSlot.GetAllocatorWithDefaultOptions))(&allocator));
        OrtSlot slot = isInput ? OrtSlot.SessionGetInputName : OrtSlot.SessionGetOutputName;
        Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)Slot(slot))(session.Value, (nuint)index, allocator, &name));
        string text = Text(name);
        Check(((delegate* unmanaged[Cdecl]<nint, void*, nint>)Slot(OrtSlot.AllocatorFree))(allocator, name));
        return text;
    }

    private OrtShape PortShape(OrtHandle session, bool isInput, int index)
    {
        nint type, tensor;
        OrtSlot slot = isInput ? OrtSlot.SessionGetInputTypeInfo : OrtSlot.SessionGetOutputTypeInfo;
        Check(((delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)Slot(slot))(session.Value, (nuint)index, &type));
        using OrtHandle owned = Own(type, OrtSlot.ReleaseTypeInfo);
        Check(((delegate* unmanaged[Cdecl]<nint, nint*, nint>)Slot(OrtSlot.CastTypeInfoToTensorInfo))(type, &tensor));
        return tensor == 0 ? new OrtShape(OrtElement.None, []) : ReadShape(tensor);
    }

    private OrtShape ReadShape(nint info)
    {
        int element;
        nuint rank;
        Check(((delegate* unmanaged[Cdecl]<nint, int*, nint>)Slot(OrtSlot.GetTensorElementType))(info, &element));
        Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)Slot(OrtSlot.GetDimensionsCount))(info, &rank));
        var dimensions = new long[rank];
        fixed (long* first = dimensions)
            Check(((delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)Slot(OrtSlot.GetDimensions))(info, first, rank));
        return new OrtShape((OrtElement)element, dimensions);
    }

    private void SetEntry(OrtSlot slot, OrtHandle options, string key, string value)
    {
        fixed (byte* keyBytes = Encoding.UTF8.GetBytes(key + '\0'))
        fixed (byte* valueBytes = Encoding.UTF8.GetBytes(value + '\0'))
            Check(((delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)Slot(slot))(options.Value, keyBytes, valueBytes));
    }

    private OrtHandle New(OrtSlot make, OrtSlot release)
    {
        nint made;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)Slot(make))(&made));
        return Own(made, release);
    }

    private OrtHandle Own(nint made, OrtSlot release) => new(made, (delegate* unmanaged[Cdecl]<nint, void>)Slot(release));

    private nint Slot(OrtSlot slot) => _table[(int)slot];

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
