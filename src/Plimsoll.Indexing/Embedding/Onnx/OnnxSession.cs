using System.Text;
using Plimsoll.Indexing.Embedding.Onnx.Native;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>
/// A loaded model with working memory of its own: an arena that cannot grow beyond its bound, grows by no more than is asked, and is
/// given back when told. One thread at a time.
/// </summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private const string ShrinkKey = "memory.enable_memory_arena_shrinkage";

    private static readonly string[] KnownInputs = ["input_ids", "attention_mask", "token_type_ids"];
    private static readonly Lock Registering = new();

    private readonly OrtApi _api;
    private readonly OrtHandle _memory;
    private readonly OrtHandle _session;
    private readonly OrtHandle _allocator;
    private readonly OrtHandle _plainRun;
    private readonly OrtHandle _shrinkingRun;
    private readonly int[] _inputs;
    private readonly bool _isNarrow;
    private readonly byte[][] _inputNames;
    private readonly byte[] _outputName;

    private OnnxSession(OrtApi api, OrtHandle memory, OrtHandle session, string modelPath, long arenaBytes)
    {
        (_api, _memory, _session, ArenaBytes) = (api, memory, session, arenaBytes);
        OrtPort[] inputs = api.Ports(session, areInputs: true);
        _inputs = Array.ConvertAll(inputs, input => NumberOf(input, modelPath));
        _isNarrow = inputs[0].Shape.Element == OrtElement.Int32;
        if (Array.Exists(inputs, input => input.Shape.Element != inputs[0].Shape.Element))
            throw Unusable(modelPath, $"its inputs are of different types: {string.Join(", ", inputs)}");
        _inputNames = Array.ConvertAll(inputs, input => WithNul(input.Name));
        Output = ChooseOutput(api.Ports(session, areInputs: false), modelPath);
        _outputName = WithNul(Output.Name);
        _allocator = api.NewAllocator(session, memory);
        _plainRun = api.NewRunOptions();
        _shrinkingRun = api.NewRunOptions();
        api.SetRunEntry(_shrinkingRun, ShrinkKey, "cpu:0");
    }

    /// <summary>The bound of the working memory.</summary>
    public long ArenaBytes { get; }

    /// <summary>What the working memory takes now, free parts included.</summary>
    public long AllocatedBytes => _api.AllocatorFigure(_allocator, "TotalAllocated\0"u8);

    /// <summary>The output that is used: one vector a text (two dimensions), or one a token (three).</summary>
    public OrtPort Output { get; }

    /// <summary>Where it runs, in words.</summary>
    public string Device { get; private init; } = "cpu";

    /// <summary>Whether it runs on a card, whose memory is not the budget's.</summary>
    public bool IsOnGpu { get; private init; }

    /// <summary>Loads a model.</summary>
    /// <param name="options">Where the library is, threads, card.</param>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="arenaBytes">The bound of its working memory.</param>
    /// <exception cref="IndexException">The library is away, or the file is no model that can be used.</exception>
    public static OnnxSession Open(OnnxOptions options, string modelPath, long arenaBytes)
    {
        (OrtApi api, OrtHandle environment) = OrtLibrary.Load(options.LibraryPath);
        bool tryGpu = options.AllowGpu && api.HasCuda;
        try
        {
            if (!tryGpu)
                return Load(api, environment, options, modelPath, arenaBytes, useGpu: false, $"cpu, ONNX Runtime {api.Version}");
            try
            {
                return Load(api, environment, options, modelPath, arenaBytes, useGpu: true, $"NVIDIA card, ONNX Runtime {api.Version}");
            }
            catch (OrtException error)
            {
                return Load(api, environment, options, modelPath, arenaBytes, useGpu: false, $"cpu, ONNX Runtime {api.Version}; the NVIDIA card failed: {FirstLine(error)}");
            }
        }
        catch (OrtException error)
        {
            throw error.IsOutOfMemory
                ? new IndexException(IndexFailure.BudgetTooSmall, $"There is not enough memory to load {modelPath}; give more with --memory.", error)
                : Unusable(modelPath, FirstLine(error), error);
        }
    }

    /// <summary>Runs a batch.</summary>
    /// <param name="batch">The texts.</param>
    /// <param name="shrink">Gives all free working memory back after the run.</param>
    /// <returns>The output tensor; it holds working memory until it is disposed of.</returns>
    /// <exception cref="OrtException">The run failed.</exception>
    public OrtHandle Run(TokenBatch batch, bool shrink = false)
    {
        ReadOnlySpan<long> shape = [batch.Rows, batch.Columns];
        nint* values = stackalloc nint[KnownInputs.Length];
        byte** names = stackalloc byte*[KnownInputs.Length];
        var tensors = new OrtHandle[_inputs.Length];
        try
        {
            for (int i = 0; i < _inputs.Length; i++)
            {
                if (_isNarrow)
                    batch.Narrow(_inputs[i]);
                nuint bytes = _isNarrow ? batch.TensorBytes / 2 : batch.TensorBytes;
                tensors[i] = _api.NewTensor(_memory, batch.Tensor(_inputs[i]), bytes, shape, _isNarrow ? OrtElement.Int32 : OrtElement.Int64);
                values[i] = tensors[i].Value;
            }

            return RunNamed(names, values, shrink ? _shrinkingRun : _plainRun);
        }
        finally
        {
            foreach (OrtHandle? tensor in tensors)
                tensor?.Dispose();
        }
    }

    /// <summary>Runs one token to see what comes out.</summary>
    public OrtShape Try(int token)
    {
        using var batch = new TokenBatch();
        using OrtHandle output = RunOne(batch, token, shrink: false);
        return _api.ShapeOf(output);
    }

    /// <summary>Gives all free working memory back, which the library does only at the end of a run.</summary>
    /// <returns>What it keeps, in bytes.</returns>
    public long Empty(int token)
    {
        using var batch = new TokenBatch();
        RunOne(batch, token, shrink: true).Dispose();
        return AllocatedBytes;
    }

    /// <summary>The numbers of an output and its shape.</summary>
    public void* Read(OrtHandle output, out OrtShape shape)
    {
        shape = _api.ShapeOf(output);
        return _api.TensorData(output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plainRun.Dispose();
        _shrinkingRun.Dispose();
        _allocator.Dispose();
        _session.Dispose();
        _memory.Dispose();
    }

    private OrtHandle RunOne(TokenBatch batch, int token, bool shrink)
    {
        batch.Begin(1, 1);
        batch.SetRow(0, [token], token);
        return Run(batch, shrink);
    }

    private OrtHandle RunNamed(byte** names, nint* values, OrtHandle options)
    {
        fixed (byte* first = _inputNames[0])
        fixed (byte* second = _inputNames.Length > 1 ? _inputNames[1] : null)
        fixed (byte* third = _inputNames.Length > 2 ? _inputNames[2] : null)
        fixed (byte* output = _outputName)
        {
            names[0] = first;
            names[1] = second;
            names[2] = third;
            return _api.Run(_session, options, names, values, _inputs.Length, output);
        }
    }

    /// <summary>
    /// The arena is registered in the environment for the moment of loading only: the session keeps it, so each has its own bound. Weights stay out of it, so
    /// that all of it can be given back between runs.
    /// </summary>
    private static OnnxSession Load(OrtApi api, OrtHandle environment, OnnxOptions options, string modelPath, long arenaBytes, bool useGpu, string device)
    {
        using OrtHandle settings = api.NewSessionOptions();
        api.SetThreads(settings, options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        api.DisableMemoryPattern(settings); // patterns are kept by shape, and hardly two batches have the same
        api.SetSessionEntry(settings, "session.use_env_allocators", "1");
        api.SetSessionEntry(settings, "session.use_device_allocator_for_initializers", "1");
        api.SetSessionEntry(settings, "session.intra_op.allow_spinning", "0"); // waiting threads would take the processor from those that read files
        if (useGpu)
            api.PreferCuda(settings, arenaBytes);
        OrtHandle memory = api.NewCpuMemory();
        OrtHandle? session = null;
        try
        {
            lock (Registering)
            {
                const int SameAsRequested = 1;
                api.RegisterArena(environment, memory, [("max_mem", (nuint)arenaBytes), ("arena_extend_strategy", SameAsRequested)]);
                try
                {
                    session = api.NewSession(environment, modelPath, settings);
                }
                finally
                {
                    api.UnregisterArena(environment, memory);
                }
            }

            return new OnnxSession(api, memory, session, modelPath, arenaBytes) { Device = device, IsOnGpu = useGpu };
        }
        catch
        {
            session?.Dispose();
            memory.Dispose();
            throw;
        }
    }

    private static int NumberOf(OrtPort input, string modelPath)
    {
        int number = Array.IndexOf(KnownInputs, input.Name);
        if (number < 0)
            throw Unusable(modelPath, $"it wants an input '{input.Name}'; known are {string.Join(", ", KnownInputs)}");
        bool fits = input.Shape.Element is OrtElement.Int64 or OrtElement.Int32 && input.Shape.Dimensions is [< 0, < 0];
        return fits ? number : throw Unusable(modelPath, $"its input '{input.Name}' is {input.Shape}, and whole numbers in [any, any] are expected");
    }

    /// <summary>A vector for the whole text, where the model makes one on purpose; else the vectors of the tokens; else whatever is one a text.</summary>
    private static OrtPort ChooseOutput(OrtPort[] outputs, string modelPath)
    {
        foreach (OrtPort output in outputs)
        {
            if (output.Name == "sentence_embedding" && IsVector(output, 2))
                return output;
        }

        foreach (int rank in (int[])[3, 2])
        {
            foreach (OrtPort output in outputs)
            {
                if (IsVector(output, rank))
                    return output;
            }
        }

        throw Unusable(modelPath, $"none of its outputs ({string.Join(", ", outputs)}) is a vector a token or a text");
    }

    private static bool IsVector(OrtPort port, int rank) =>
        port.Shape.Element is OrtElement.Float or OrtElement.Half && port.Shape.Dimensions.Length == rank;

    private static byte[] WithNul(string name) => Encoding.UTF8.GetBytes(name + '\0');

    private static string FirstLine(OrtException error) => error.Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.', ' ');

    private static IndexException Unusable(string modelPath, string why, Exception? cause = null) => new(
        IndexFailure.Damaged,
        $"{modelPath} cannot be used as an embedder: {why}. Take a text embedding model exported to ONNX with the inputs {string.Join(", ", KnownInputs)}.",
        cause);
}
