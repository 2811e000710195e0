namespace Plimsoll.Testing.Onnx;

/// <summary>
/// A real, if small, transformer encoder with random weights: embeddings of words and places, layers of masked self-attention, layer
/// normalization and a feed-forward part. It has the inputs and the output of published text embedding models.
/// </summary>
public sealed record SmallTransformer
{
    public int Vocabulary { get; init; } = 2000;

    public int Hidden { get; init; } = 64;

    public int Heads { get; init; } = 4;

    public int Layers { get; init; } = 2;

    /// <summary>Places; longer texts make the model fail.</summary>
    public int MostTokens { get; init; } = 512;

    public int Seed { get; init; } = 7;

    /// <summary>Whether the inputs are 32-bit numbers.</summary>
    public bool TakesInt32 { get; init; }

    /// <summary>Whether it also wants token_type_ids.</summary>
    public bool TakesKinds { get; init; } = true;

    /// <summary>Whether it has a second output with the first token's vector, called sentence_embedding.</summary>
    public bool GivesSentence { get; init; }

    /// <summary>Another name for the input of the tokens.</summary>
    public string TokensName { get; init; } = "input_ids";

    /// <summary>The file of the model.</summary>
    public byte[] ToFile()
    {
        var graph = new OnnxGraph();
        var weights = new WeightSource(graph, Seed);
        OnnxElement element = TakesInt32 ? OnnxElement.Int32 : OnnxElement.Int64;
        string tokens = graph.Input(TokensName, element, "batch", "length");
        string mask = graph.Input("attention_mask", element, "batch", "length");
        string state = graph.Node("Add", [Rows(graph, weights.Matrix(Vocabulary, Hidden), tokens), Places(graph, weights, tokens)]);
        if (TakesKinds)
        {
            string kinds = graph.Input("token_type_ids", element, "batch", "length");
            state = graph.Node("Add", [state, Rows(graph, weights.Matrix(2, Hidden), kinds)]);
        }

        state = weights.Normalized(state, Hidden);
        string penalty = Penalty(graph, mask);
        for (int layer = 1; layer <= Layers; layer++)
        {
            state = weights.Normalized(graph.Node("Add", [state, Attention(graph, weights, state, penalty)]), Hidden);
            string inner = graph.Node("Relu", [weights.Linear(state, Hidden, Hidden * 4)]);
            string sum = graph.Node("Add", [state, weights.Linear(inner, Hidden * 4, Hidden)]);
            state = weights.Normalized(sum, Hidden, layer == Layers ? "last_hidden_state" : null);
        }

        graph.Output("last_hidden_state", OnnxElement.Float, "batch", "length", $"{Hidden}");
        if (GivesSentence)
        {
            graph.Node("Gather", "sentence_embedding", [state, graph.Numbers([0])], new OnnxAttribute("axis", 1));
            graph.Output("sentence_embedding", OnnxElement.Float, "batch", $"{Hidden}");
        }

        return graph.ToFile();
    }

    private static string Rows(OnnxGraph graph, string table, string numbers) => graph.Node("Gather", [table, numbers], new OnnxAttribute("axis", 0));

    private string Places(OnnxGraph graph, WeightSource weights, string tokens)
    {
        string length = graph.Node("Gather", [graph.Node("Shape", [tokens]), graph.Numbers([1])], new OnnxAttribute("axis", 0));
        string places = graph.Node("Range", [graph.Numbers([0]), length, graph.Numbers([1])]);
        return Rows(graph, weights.Matrix(MostTokens, Hidden), places);
    }

    /// <summary>0 for a token, -10,000 for padding, in the shape in which it is added to the scores.</summary>
    private static string Penalty(OnnxGraph graph, string mask)
    {
        string number = graph.Node("Cast", [mask], new OnnxAttribute("to", (int)OnnxElement.Float));
        string wide = graph.Node("Unsqueeze", [number, graph.Numbers([1, 2], 2)]);
        string padding = graph.Node("Sub", [graph.Weights([1]), wide]);
        return graph.Node("Mul", [padding, graph.Weights([-10_000])]);
    }

    private string Attention(OnnxGraph graph, WeightSource weights, string state, string penalty)
    {
        string query = Split(graph, weights.Linear(state, Hidden, Hidden), 0, 2, 1, 3);
        string key = Split(graph, weights.Linear(state, Hidden, Hidden), 0, 2, 3, 1);
        string value = Split(graph, weights.Linear(state, Hidden, Hidden), 0, 2, 1, 3);
        string scores = graph.Node("Mul", [graph.Node("MatMul", [query, key]), graph.Weights([1 / MathF.Sqrt((float)Hidden / Heads)])]);
        string shares = graph.Node("Softmax", [graph.Node("Add", [scores, penalty])], new OnnxAttribute("axis", -1));
        string mixed = graph.Node("Transpose", [graph.Node("MatMul", [shares, value])], new OnnxAttribute("perm", (long[])[0, 2, 1, 3]));
        string joined = graph.Node("Reshape", [mixed, graph.Numbers([0, 0, Hidden], 3)]);
        return weights.Linear(joined, Hidden, Hidden);
    }

    private string Split(OnnxGraph graph, string state, params long[] order)
    {
        string heads = graph.Node("Reshape", [state, graph.Numbers([0, 0, Heads, Hidden / Heads], 4)]);
        return graph.Node("Transpose", [heads], new OnnxAttribute("perm", order));
    }

    /// <summary>Random weights of a fitting size, always the same for a seed.</summary>
    private sealed class WeightSource(OnnxGraph graph, int seed)
    {
        private readonly Random _random = new(seed);

        public string Matrix(int rows, int columns)
        {
            float scale = 1 / MathF.Sqrt(columns);
            var values = new float[rows * columns];
            for (int i = 0; i < values.Length; i++) values[i] = ((_random.NextSingle() * 2) - 1) * scale;
            return graph.Weights(values, rows, columns);
        }

        public string Linear(string input, int from, int to) =>
            graph.Node("Add", [graph.Node("MatMul", [input, Matrix(from, to)]), graph.Weights(new float[to], to)]);

        public string Normalized(string input, int size, string? name = null)
        {
            var ones = new float[size];
            Array.Fill(ones, 1);
            string[] inputs = [input, graph.Weights(ones, size), graph.Weights(new float[size], size)];
            OnnxAttribute[] settings = [new OnnxAttribute("axis", -1), new OnnxAttribute("epsilon", 1e-5f)];
            return name is null ? graph.Node("LayerNormalization", inputs, settings) : graph.Node("LayerNormalization", name, inputs, settings);
        }
    }
}
