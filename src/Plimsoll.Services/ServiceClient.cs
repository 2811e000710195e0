using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Plimsoll.Services;

/// <summary>
/// Asks one server, and only that one: no redirect is followed and no cookie kept. What may pass is tried again, each time after twice the wait and not all clients at once, or
/// when the server says; what will not pass is told at once. Safe for several threads.
/// </summary>
public sealed class ServiceClient : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>After the end was asked for, an answer that is on its way is worth this much waiting.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private readonly ServiceOptions _options;
    private readonly CancellationToken _stop;
    private readonly string? _key;
    private readonly HttpClient _http;
    private long _pausedUntil;
    private long _sent;
    private long _bytesSent;
    private volatile bool _hasAnswered;
    private volatile ServiceException? _givenUp;

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="address">The server.</param>
    /// <param name="options">How it is asked.</param>
    /// <param name="connections">Requests at a time.</param>
    /// <param name="stop">Ends waiting and trying again.</param>
    public ServiceClient(ServiceAddress address, ServiceOptions options, int connections, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _stop = stop;
        _key = options.KeyOf(address);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.IsLoopback, // what is for this machine must not leave it by way of a proxy
            MaxConnectionsPerServer = connections,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Called with each failure that may pass, for who wants to ask less at a time or to count; by several threads.</summary>
    public Action<ServiceException>? Failed { get; init; }

    /// <summary>Requests sent so far, those that were sent again included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The bytes of their documents.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Sends a document and reads the answer, as often as it takes and the patience lasts.</summary>
    /// <param name="url">The address of the function.</param>
    /// <param name="body">The document.</param>
    /// <param name="type">What the answer is.</param>
    /// <param name="most">The most bytes that a true answer has.</param>
    /// <exception cref="ServiceException">It failed for good.</exception>
    /// <exception cref="OperationCanceledException">The end was asked for.</exception>
    public Task<T> PostAsync<T>(Uri url, ReadOnlyMemory<byte> body, JsonTypeInfo<T> type, long most)
        where T : class => PostAsync(url, body, (stream, stop) => JsonSerializer.DeserializeAsync(stream, type, stop), most);

    /// <summary>The same for an answer that the caller reads itself. A <see cref="JsonException"/> of it means an answer that breaks off, and the document is sent again.</summary>
    /// <param name="url">The address of the function.</param>
    /// <param name="body">The document.</param>
    /// <param name="read">Reads the answer; null for none.</param>
    /// <param name="most">The most bytes that a true answer has.</param>
    /// <exception cref="ServiceException">It failed for good, or (<see cref="ServiceFault.Passing"/>) as often as <see cref="ServiceOptions.FailuresMax"/> says.</exception>
    /// <exception cref="OperationCanceledException">The end was asked for.</exception>
    public async Task<T> PostAsync<T>(Uri url, ReadOnlyMemory<byte> body, Func<Stream, CancellationToken, ValueTask<T?>> read, long most)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        long firstFailure = 0;
        for (int attempt = 0, failures = 0; ; attempt++)
        {
            try
            {
                await PauseAsync().ConfigureAwait(false);
                T answer = await SendAsync(url, body, read, most).ConfigureAwait(false);
                _hasAnswered = true;
                return answer;
            }
            catch (ServiceException error) when (error.Fault == ServiceFault.Passing)
            {
                _stop.ThrowIfCancellationRequested();
                Failed?.Invoke(error);
                if (!error.IsUnreachable && error.RetryAfter is null && error.Status != (int)HttpStatusCode.TooManyRequests) failures++;
                if (failures >= _options.FailuresMax) throw new ServiceException(ServiceFault.Passing, $"{error.Message.TrimEnd('.')}; {Tries(attempt + 1)}.", error) { Status = error.Status };
                firstFailure = firstFailure == 0 ? _options.Time.GetTimestamp() : firstFailure;
                Wait(error, attempt, _options.Time.GetElapsedTime(firstFailure));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Sets when to try again, for all requests: a server that is busy for one is so for the others.</summary>
    private void Wait(ServiceException error, int attempt, TimeSpan failingFor)
    {
        TimeSpan wait = error.RetryAfter ?? Backoff(attempt);
        if (_givenUp is null && failingFor + wait <= PatienceWith(error))
        {
            Pause(wait);
            return;
        }

        string asked = error.RetryAfter is { } after ? $" It asks to be left alone for {after.TotalSeconds:0} s." : "";
        _givenUp ??= new ServiceException(ServiceFault.Lasting, $"{error.Message.TrimEnd('.')}; {Tries(attempt + 1)} in {failingFor.TotalSeconds:0.0} s.{asked}", error);
        throw _givenUp;
    }

    private TimeSpan PatienceWith(ServiceException error)
    {
        if (!error.IsUnreachable) return _options.Patience;
        TimeSpan patience = _options.UnreachablePatience ?? _options.Patience;
        return !_hasAnswered && patience > ServiceOptions.FirstPatience ? ServiceOptions.FirstPatience : patience;
    }

    private void Pause(TimeSpan wait)
    {
        long until = _options.Time.GetTimestamp() + (long)(wait.TotalSeconds * _options.Time.TimestampFrequency);
        for (long seen = Interlocked.Read(ref _pausedUntil); seen < until; seen = Interlocked.Read(ref _pausedUntil))
        {
            if (Interlocked.CompareExchange(ref _pausedUntil, until, seen) == seen)
                break;
        }
    }

    private static string Tries(int count) => count == 1 ? "tried once" : $"tried {count} times";

    private TimeSpan Backoff(int attempt)
    {
        TimeSpan longest = FirstWait * Math.Pow(2, Math.Min(attempt, 16));
        return (longest < LongestWait ? longest : LongestWait) * (.5 + (_options.Jitter() / 2));
    }

    private async Task PauseAsync()
    {
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            TimeSpan left = _options.Time.GetElapsedTime(_options.Time.GetTimestamp(), Interlocked.Read(ref _pausedUntil));
            if (left <= TimeSpan.Zero)
                return;
            Task pause = Task.Delay(left, _options.Time, _stop);
            await pause.ConfigureAwait(false);
        }
    }

    private async Task<T> SendAsync<T>(Uri url, ReadOnlyMemory<byte> body, Func<Stream, CancellationToken, ValueTask<T?>> read, long most)
        where T : class
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _options.Time);
        using CancellationTokenRegistration ending = _stop.Register(() => limit.CancelAfter(LastWait));
        try
        {
            using HttpRequestMessage request = Request(url, body);
            Interlocked.Increment(ref _sent);
            Interlocked.Add(ref _bytesSent, body.Length);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw await ServiceReply.FaultOf(response, _key, _options.Time, limit.Token).ConfigureAwait(false);
            // A wait that nobody has the patience for is left to the server to ask for.
            if (RateLimit.WaitOf(response.Headers, _options.Time) is { } wait && wait <= _options.Patience)
                Pause(wait);
            using Stream stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            T? answer = await read(new LimitedStream(stream, most), limit.Token).ConfigureAwait(false);
            return answer ?? throw new ServiceException(ServiceFault.Lasting, $"{url} answers null.");
        }
        catch (OperationCanceledException error)
        {
            _stop.ThrowIfCancellationRequested();
            throw new ServiceException(ServiceFault.Passing, $"{url} takes longer than {_options.Timeout.TotalSeconds:0} s to answer (--service-timeout)", error);
        }
        catch (JsonException error)
        {
            throw new ServiceException(ServiceFault.Passing, $"{url} answers with JSON that breaks off or is not what was asked for, at byte {error.BytePositionInLine} of line {error.LineNumber + 1}", error);
        }
        catch (InvalidDataException error)
        {
            throw new ServiceException(ServiceFault.Lasting, $"{url}: {error.Message}.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            bool isUnreachable = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
            throw new ServiceException(ServiceFault.Passing, $"{url} {(isUnreachable ? "cannot be reached" : "broke the connection")} ({error.Message.TrimEnd('.')})", error) { IsUnreachable = isUnreachable };
        }
    }

    private HttpRequestMessage Request(Uri url, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        if (_key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        return request;
    }
}
