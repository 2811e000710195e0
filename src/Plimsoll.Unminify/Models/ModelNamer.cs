using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Models;

/// <summary>
/// Names the bindings of a program by asking a model, batch by batch. Batches are asked in waves: the requests of a wave are on their way together, and none depends on
/// the answer to another of the same wave. So what is asked, and what comes out, is the same however many are on their way, and after any interruption.
/// </summary>
internal sealed class ModelNamer : IDisposable
{
    /// <summary>The first wave is one request, since the outermost names are of use to all others; each wave is twice the one before, up to this.</summary>
    private const int WaveMax = 32;

    /// <summary>Bytes of minified code that make a token, and tokens that an answer takes for one name: what the usual tokenizers come to.</summary>
    private const double BytesPerToken = 3;

    private const int TokensPerName = 9;

    private readonly ScopeTables _tables;
    private readonly Func<int, IReadOnlyList<string>> _hints;
    private readonly ModelOptions _options;
    private readonly CancellationToken _stop;
    private readonly NamingOrder _order;
    private readonly DecidedNames _decided;
    private readonly BatchContext _context;
    private readonly PromptWriter _prompts;
    private readonly AnswerStore _answers;
    private readonly Vocabulary _vocabulary = new();
    private readonly Dictionary<FallbackReason, long> _fallbacks = [];
    private readonly HashSet<(int Scope, string Name)> _taken = [];
    private long _named;
    private long _identifiersDone;
    private long _inputTokens;
    private long _outputTokens;
    private int _batchesKept;

    /// <summary>Finds the batches; nothing is asked yet.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="plan">Which bindings get names.</param>
    /// <param name="hints">The builtin names of a binding, the best first, at least one.</param>
    /// <param name="options">The model.</param>
    /// <param name="store">Where memory comes from.</param>
    /// <param name="stop">Ends the run.</param>
    public ModelNamer(ScopeTables tables, NamePlan plan, Func<int, IReadOnlyList<string>> hints, ModelOptions options, ChunkStore store, CancellationToken stop)
    {
        (_tables, _hints, _options, _stop) = (tables, hints, options, stop);
        _order = new NamingOrder(tables, plan, store);
        _decided = new DecidedNames(tables.Symbols.Count, store);
        _context = new BatchContext(tables, _order, _decided, store);
        _prompts = new PromptWriter(_order, _context, hints, options.Address.Model ?? "", tables.Source.Length);
        _answers = new AnswerStore(options.AnswersFolder);
    }

    /// <summary>What asking will take: all requests are made as they will be, with the answers that are kept and the builtin names for the others.</summary>
    public ModelEstimate Estimate(string input)
    {
        long bytes = 0, identifiers = 0;
        int kept = 0;
        foreach (Prompt[] wave in Waves())
        {
            foreach (Prompt prompt in wave)
            {
                ModelAnswer? answer = _answers.Find(prompt.Key);
                Decide(prompt.Batch, answer);
                if (answer is not null)
                {
                    kept++;
                    continue;
                }

                bytes += prompt.Body.Length;
                identifiers += prompt.Batch.Count;
            }
        }

        Forget();
        (long inputTokens, long outputTokens) = ((long)(bytes / BytesPerToken), identifiers * TokensPerName);
        return new ModelEstimate
        {
            Input = input,
            Identifiers = _order.Count,
            Batches = _order.Batches.Count,
            BatchesAnswered = kept,
            Bytes = bytes,
            InputTokens = inputTokens,
            OutputTokens = outputTokens,
            Price = _options.PriceOf(inputTokens, outputTokens),
        };
    }

    /// <summary>Asks for all names.</summary>
    /// <param name="governor">Who grants memory.</param>
    /// <param name="job">Where is noted how far it is.</param>
    /// <param name="progress">Told of batches done and in all, and of tokens.</param>
    /// <exception cref="UnminifyException">The server is away for good, and the options take no builtin names instead.</exception>
    public ModelReport Run(MemoryGovernor governor, ModelJob job, Action<int, int, long> progress)
    {
        using ModelClient client = new(_options, governor, _answers, _stop);
        int batches = _order.Batches.Count, done = 0;
        foreach (Prompt[] wave in Waves())
        {
            job.Save(batches, done, _order.Count, _identifiersDone);
            ModelAnswer?[] answers = Ask(client, wave);
            if (client.GivenUp is { } why && !_options.FallsBack) throw Unavailable(why, done + answers.Count(static answer => answer is not null), batches);
            for (int i = 0; i < wave.Length; i++) Decide(wave[i].Batch, answers[i], client.GivenUp is null ? FallbackReason.Failed : FallbackReason.Unavailable);
            done += wave.Length;
            progress(done, batches, _inputTokens + _outputTokens);
        }

        return Report(client, batches);
    }

    /// <summary>The names for a binding, the best one first: the model's, then the builtin ones.</summary>
    public IReadOnlyList<string> NamesOf(int symbol)
    {
        IReadOnlyList<string> hints = _hints(symbol);
        return _decided.Has(symbol) ? [_decided.Get(symbol), .. hints] : hints;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _order.Dispose();
        _context.Dispose();
        _decided.Dispose();
    }

    /// <summary>The requests, a wave at a time. A wave is made when what came before it is decided.</summary>
    private IEnumerable<Prompt[]> Waves()
    {
        for (int first = 0, size = 1; first < _order.Batches.Count; first += size, size = Math.Min(WaveMax, size * 2))
        {
            _stop.ThrowIfCancellationRequested();
            string vocabulary = _vocabulary.Describe();
            Prompt[] wave = new Prompt[Math.Min(size, _order.Batches.Count - first)];
            for (int i = 0; i < wave.Length; i++) wave[i] = _prompts.Write(_order.Batches[first + i], vocabulary);
            yield return wave;
        }
    }

    /// <summary>The answers to a wave: kept ones, and those that are asked for. Equal questions are one.</summary>
    private ModelAnswer?[] Ask(ModelClient client, Prompt[] wave)
    {
        Dictionary<string, Task<ModelAnswer?>> asked = new(StringComparer.Ordinal);
        ModelAnswer?[] answers = new ModelAnswer?[wave.Length];
        for (int i = 0; i < wave.Length; i++)
        {
            if (asked.ContainsKey(wave[i].Key)) continue;
            answers[i] = _answers.Find(wave[i].Key);
            if (answers[i] is null) asked.Add(wave[i].Key, client.AskAsync(wave[i]));
            else
            {
                _batchesKept++;
                client.NoteKept();
            }
        }

        // All are waited for: what arrives after another request failed is not lost.
        Task.WhenAll(asked.Values).GetAwaiter().GetResult();
        foreach (Task<ModelAnswer?> task in asked.Values)
        {
            if (task.Result is not { } answer) continue;
            _inputTokens += answer.InputTokens;
            _outputTokens += answer.OutputTokens;
        }

        for (int i = 0; i < wave.Length; i++) answers[i] ??= asked.TryGetValue(wave[i].Key, out Task<ModelAnswer?>? task) ? task.Result : null;
        return answers;
    }

    private void Decide(NamingBatch batch, ModelAnswer? answer, FallbackReason missing = FallbackReason.Missing)
    {
        AnswerReader? names = answer is null ? null : AnswerReader.Read(answer.Content.Span, batch.Count);
        _taken.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            int symbol = _order[batch.First + i];
            (string? name, FallbackReason? fault) = names?[i] ?? (null, missing);
            if (name is not null && !_taken.Add((_tables.Symbols[symbol].Scope, name))) (name, fault) = (null, FallbackReason.Duplicate);
            if (name is not null) _named++;
            else _fallbacks[fault!.Value] = _fallbacks.GetValueOrDefault(fault.Value) + 1;
            name ??= _hints(symbol)[0];
            _decided.Set(symbol, name);
            _vocabulary.Add(name);
        }

        _identifiersDone += batch.Count;
    }

    private void Forget()
    {
        _decided.Clear();
        _vocabulary.Clear();
        _fallbacks.Clear();
        (_named, _identifiersDone) = (0, 0);
    }

    private ModelReport Report(ModelClient client, int batches) => new()
    {
        Named = _named,
        Fallbacks = _fallbacks,
        Batches = batches,
        BatchesKept = _batchesKept,
        Requests = client.Requests,
        Retries = client.Retries,
        BytesSent = client.BytesSent,
        InputTokens = _inputTokens,
        OutputTokens = _outputTokens,
        Price = _options.PriceOf(_inputTokens, _outputTokens),
        DamagedAnswers = _answers.Damaged,
        GivenUp = client.GivenUp,
    };

    private static UnminifyException Unavailable(string why, int answered, int batches) => new(
        UnminifyFailure.Unavailable,
        $"{why.TrimEnd('.')}. {answered} of {batches} answers are kept, and the same command goes on from there; with --on-failure builtin it names the rest without the model");
}
