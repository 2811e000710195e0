using System.Security.Cryptography;
using System.Text.Json;
using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>
/// What a model folder says of itself, as far as it can be known without running it. Nothing in it is trusted: sizes are bounded, and only
/// files with fixed names inside the folder are opened.
/// </summary>
internal sealed class ModelFolder
{
    /// <summary>Longer texts are cut: attention takes memory by the square, and a chunk of code is shorter.</summary>
    public const int MostTokens = 512;

    /// <summary>The largest published ones, of 250,000 words in a hundred languages, have 17 MB.</summary>
    private const long LargestTokenizerBytes = 64L << 20;

    private const long LargestConfigBytes = 1L << 20;

    private ModelFolder(string path, string modelPath, string tokenizerPath) => (Path, ModelPath, TokenizerPath) = (path, modelPath, tokenizerPath);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The model's file: <c>model.onnx</c>, or <c>onnx/model.onnx</c> as many publish it.</summary>
    public string ModelPath { get; }

    /// <summary>The tokenizer's file.</summary>
    public string TokenizerPath { get; }

    /// <summary>Bytes of the model with the data that it keeps in files beside it.</summary>
    public long ModelBytes { get; private init; }

    /// <summary>How token vectors become one.</summary>
    public PoolingKind Pooling { get; private init; }

    /// <summary>The most tokens that the folder allows a text.</summary>
    public int MaxTokens { get; private init; }

    /// <summary>Stands for the content of all files that decide what a vector is.</summary>
    public string Fingerprint { get; private init; } = "";

    /// <summary>Reads what the folder says.</summary>
    /// <exception cref="IndexException">A file is missing, too large, or says what cannot be done.</exception>
    public static ModelFolder Open(string folder)
    {
        string path = System.IO.Path.GetFullPath(folder);
        if (!Directory.Exists(path))
            throw new IndexException(IndexFailure.NotFound, $"There is no folder {path}. The embedder 'onnx:DIR' needs one with model.onnx and tokenizer.json.");
        string model = System.IO.Path.Combine(path, "model.onnx");
        if (!File.Exists(model) && File.Exists(System.IO.Path.Combine(path, "onnx", "model.onnx")))
            model = System.IO.Path.Combine(path, "onnx", "model.onnx");
        string tokenizer = System.IO.Path.Combine(path, "tokenizer.json");
        Require(model, "the model");
        Require(tokenizer, "its tokenizer");
        string pooling = System.IO.Path.Combine(path, "1_Pooling", "config.json");
        string settings = System.IO.Path.Combine(path, "tokenizer_config.json");
        return new ModelFolder(path, model, tokenizer)
        {
            ModelBytes = SizeWithData(model),
            Pooling = File.Exists(pooling) ? ReadPooling(pooling) : PoolingKind.Mean,
            MaxTokens = File.Exists(settings) ? ReadMaxTokens(settings) : MostTokens,
            Fingerprint = FingerprintOf(model, tokenizer, pooling, settings),
        };
    }

    /// <summary>The tokenizer.</summary>
    /// <exception cref="IndexException">The file is damaged or of a kind that is not supported.</exception>
    public TextTokenizer OpenTokenizer()
    {
        byte[] json = ReadBounded(TokenizerPath, LargestTokenizerBytes);
        try
        {
            return TokenizerFile.Read(json, MaxTokens);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new IndexException(
                IndexFailure.Damaged, $"{TokenizerPath} cannot be used: {error.Message.TrimEnd('.')}. Take the tokenizer.json that was published with the model.", error);
        }
    }

    private static void Require(string file, string what)
    {
        if (!File.Exists(file))
            throw new IndexException(IndexFailure.NotFound, $"{file} is missing: {what}. The embedder 'onnx:DIR' needs model.onnx and tokenizer.json in the folder.");
    }

    /// <summary>Weights of large models lie beside them, in files that are called like the model with an ending.</summary>
    private static long SizeWithData(string model)
    {
        long bytes = 0;
        string folder = System.IO.Path.GetDirectoryName(model)!;
        foreach (string file in Directory.EnumerateFiles(folder, System.IO.Path.GetFileName(model) + "*"))
            bytes += new FileInfo(file).Length;
        return bytes;
    }

    private static PoolingKind ReadPooling(string file)
    {
        using JsonDocument document = ReadConfig(file);
        List<PoolingKind> kinds = [];
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (!property.Name.StartsWith("pooling_mode_", StringComparison.Ordinal) || property.Value.ValueKind != JsonValueKind.True)
                continue;
            kinds.Add(property.Name switch
            {
                "pooling_mode_mean_tokens" => PoolingKind.Mean,
                "pooling_mode_cls_token" => PoolingKind.First,
                "pooling_mode_lasttoken" => PoolingKind.Last,
                "pooling_mode_max_tokens" => PoolingKind.Max,
                _ => throw Damaged(file, $"it asks for {property.Name}, which is not supported (mean_tokens, cls_token, lasttoken and max_tokens are)"),
            });
        }

        return kinds.Count switch
        {
            0 => PoolingKind.Mean,
            1 => kinds[0],
            _ => throw Damaged(file, "it asks for several kinds of pooling at once, which is not supported"),
        };
    }

    private static int ReadMaxTokens(string file)
    {
        using JsonDocument document = ReadConfig(file);
        bool isSaid = document.RootElement.TryGetProperty("model_max_length", out JsonElement length) && length.ValueKind == JsonValueKind.Number;
        return isSaid && length.GetDouble() is >= 4 and <= MostTokens and double most ? (int)most : MostTokens;
    }

    private static JsonDocument ReadConfig(string file)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(ReadBounded(file, LargestConfigBytes));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException error)
        {
            throw Damaged(file, $"it is no JSON ({error.Message.TrimEnd('.')})", error);
        }

        throw Damaged(file, "it is no JSON object");
    }

    private static byte[] ReadBounded(string file, long most)
    {
        using FileStream stream = File.OpenRead(file);
        if (stream.Length > most)
            throw Damaged(file, $"it has {stream.Length >> 20} MB, and more than {most >> 20} MB are not read");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>Another model, tokenizer or way to pool makes other vectors, so all of it counts; a model of 100 MB is read in a tenth of a second.</summary>
    private static string FingerprintOf(params string[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[256 << 10];
        foreach (string file in files)
        {
            hash.AppendData([(byte)(File.Exists(file) ? 1 : 0)]);
            if (!File.Exists(file))
                continue;
            using FileStream stream = new(file, new FileStreamOptions { BufferSize = 0 });
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static IndexException Damaged(string file, string why, Exception? cause = null) =>
        new(IndexFailure.Damaged, $"{file} cannot be used: {why}. Take the files that were published with the model.", cause);
}
