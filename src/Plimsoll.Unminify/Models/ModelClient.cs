using System.Text.Json.Nodes;
using Plimsoll.Memory;
using Plimsoll.Services;

namespace Plimsoll.Unminify.Models;

/// <summary>
/// Asks a model, some requests at a time: fewer while the server is busy or memory is short, more again while all goes well. What is kept is not asked. A request that
/// fails again and again is given up for itself; several in a row mean that the server is away. Safe for several threads.
/// </summary>
internal sealed class ModelClient : IDisposable
{
    /// <summary>How often one request may fail.</summary>
    private const int FailuresMax = 4;

    /// <summary>Requests that are given up one after the other, before it is the server and not the requests.</summary>
    private const int GivenUpMax = 4;

    /// <summary>The program's code for connections, and their buffers.</summary>
    private const long NativeBytes = 6L << 20;

    private readonly ModelOptions _options;
    private readonly MemoryGovernor _governor;
    private readonly AnswerStore _answers;
    private readonly CancellationToken _stop;
    private readonly Uri _url;
    private readonly ServiceClient _client;
    private readonly AdaptiveConcurrency _gate;
    private readonly MemoryLease _native;
    private readonly MemoryLease _managed;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private ServiceException? _away;
    private long _retries;
    private int _givenUpInRow;
    private bool _hasAnswered;

    /// <summary>Prepares; nothing is sent yet.</summary>
    public ModelClient(ModelOptions options, MemoryGovernor governor, AnswerStore answers, CancellationToken stop)
    {
        (_options, _governor, _answers, _stop) = (options, governor, answers, stop);
        _url = options.Address.Of("chat/completions");
        _gate = new AdaptiveConcurrency(options.RequestsMax);
        _client = new ServiceClient(options.Address, options.Service with { FailuresMax = FailuresMax }, options.RequestsMax, stop) { Failed = CountFailure };
        _native = governor.Lease("model connections", LeaseKind.Native, NativeBytes, stop);
        _managed = governor.Lease("model requests", LeaseKind.Managed, options.RequestsMax * (long)ModelAnswer.BytesMax, stop);
    }

    /// <summary>Requests sent, those that were sent again included.</summary>
    public long Requests => _client.Sent;

    /// <summary>Their bytes.</summary>
    public long BytesSent => _client.BytesSent;

    /// <summary>Failures after which a request was sent again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Why the server is given up, or null.</summary>
    public string? GivenUp
    {
        get { lock (_lock) return _away?.Message; }
    }

    /// <summary>Notes that there are answers from before: a request that fails now need not mean that nobody is there.</summary>
    public void NoteKept()
    {
        lock (_lock) _hasAnswered = true;
    }

    /// <summary>Asks one question.</summary>
    /// <returns>The answer, kept before it is given; null where there is none to get.</returns>
    /// <exception cref="OperationCanceledException">The end was asked for.</exception>
    /// <exception cref="DurableWriteException">The answer cannot be kept.</exception>
    public async Task<ModelAnswer?> AskAsync(Prompt prompt)
    {
        await _gate.EnterAsync(_stop).ConfigureAwait(false);
        try
        {
            if (GivenUp is not null) return null;
            ModelAnswer answer = await PostAsync(prompt).ConfigureAwait(false);
            _answers.Save(prompt.Key, answer);
            _gate.Report(isGood: true, _governor.Pressure, _governor.AdvisedConcurrency);
            lock (_lock) (_hasAnswered, _givenUpInRow) = (true, 0);
            return answer;
        }
        catch (ServiceException error)
        {
            CountGivenUp(error);
            return null;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _gate.Dispose();
        _managed.Dispose();
        _native.Dispose();
    }

    private async Task<ModelAnswer> PostAsync(Prompt prompt)
    {
        while (true)
        {
            try
            {
                return await _client.PostAsync(_url, Without(prompt.Body), ReadAsync, ModelAnswer.BytesMax).ConfigureAwait(false);
            }
            catch (ServiceException error) when (error.Status is 400 or 422 && LeaveOut(error.Message))
            {
                // Some models take no temperature but their own, some servers no schema; the question says what is wanted anyway.
                continue;
            }
        }
    }

    private static async ValueTask<ModelAnswer?> ReadAsync(Stream stream, CancellationToken stop)
    {
        using MemoryStream document = new();
        await stream.CopyToAsync(document, stop).ConfigureAwait(false);
        return ModelAnswer.Read(document.GetBuffer().AsSpan(0, (int)document.Length));
    }

    /// <summary>Learns from a refusal what this server does not take; false where it is about nothing that can be left out.</summary>
    private bool LeaveOut(string complaint)
    {
        lock (_lock)
        {
            bool learnt = complaint.Contains("temperature", StringComparison.OrdinalIgnoreCase) && _left.Add("temperature");
            if (complaint.Contains("response_format", StringComparison.OrdinalIgnoreCase) || complaint.Contains("schema", StringComparison.OrdinalIgnoreCase)) learnt |= _left.Add("response_format");
            return learnt;
        }
    }

    private ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> body)
    {
        string[] left;
        lock (_lock) left = [.. _left];
        if (left.Length == 0) return body;
        JsonObject document = JsonNode.Parse(body.Span)!.AsObject();
        foreach (string member in left) document.Remove(member);
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private void CountFailure(ServiceException error)
    {
        Interlocked.Increment(ref _retries);
        _gate.Report(isGood: false, MemoryPressure.High, _governor.AdvisedConcurrency);
    }

    /// <summary>Decides whether a failure is one request's or the server's.</summary>
    private void CountGivenUp(ServiceException error)
    {
        lock (_lock)
        {
            bool isOfRequest = _hasAnswered && (error.Fault is ServiceFault.Passing or ServiceFault.TooLong || error.Status is 400 or 422);
            _givenUpInRow++;
            if (!isOfRequest || _givenUpInRow >= GivenUpMax) _away ??= error;
        }
    }
}
