using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Runs;

/// <summary>What clients saw of a server.</summary>
/// <param name="Clients">How many asked at the same time, each its next question as soon as it had an answer.</param>
/// <param name="Seconds">How long they asked.</param>
/// <param name="Answered">Requests with 200.</param>
/// <param name="PerSecond">Of these in a second.</param>
/// <param name="P50Ms">Their middle time.</param>
/// <param name="P99Ms">The time that one in a hundred exceeds.</param>
/// <param name="Shed">Requests with 503 and Retry-After.</param>
/// <param name="ShedP99Ms">The time of these that one in a hundred exceeds.</param>
/// <param name="Failed">Everything else: another status, a broken connection.</param>
/// <param name="FirstFailure">The first of these in words.</param>
internal sealed record ClientFigures(
    int Clients, double Seconds, int Answered, double PerSecond, double P50Ms, double P99Ms, int Shed, double ShedP99Ms, int Failed, string FirstFailure);

/// <summary>Clients that search as fast as they are answered. They run beside the server on the same cores, so its rates are lower bounds.</summary>
internal sealed class SearchClients : IDisposable
{
    private readonly Uri _address;
    private readonly byte[][] _bodies;
    private readonly HttpClient _http;

    public SearchClients(Uri server, string token, IReadOnlyList<string> queries, int connectionsMost)
    {
        _address = new Uri(server, "/api/search");
        _bodies = [.. queries.Select(query => JsonSerializer.SerializeToUtf8Bytes(new { query }))];
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connectionsMost, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Asks for a while.</summary>
    public ClientFigures Run(int clients, TimeSpan duration)
    {
        ConcurrentQueue<double> answered = new(), shed = new();
        ConcurrentQueue<string> failed = new();
        long start = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, clients).Select(number => Ask(number, start, duration, answered, shed, failed))]);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new ClientFigures(
            clients, seconds, answered.Count, answered.Count / seconds, Statistics.Percentile(answered, 50), Statistics.Percentile(answered, 99),
            shed.Count, Statistics.Percentile(shed, 99), failed.Count, failed.FirstOrDefault() ?? "");
    }

    public void Dispose() => _http.Dispose();

    private async Task Ask(int number, long start, TimeSpan duration, ConcurrentQueue<double> answered, ConcurrentQueue<double> shed, ConcurrentQueue<string> failed)
    {
        for (int round = number; Stopwatch.GetElapsedTime(start) < duration; round++)
        {
            using ByteArrayContent body = new(_bodies[round % _bodies.Length]);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            long asked = Stopwatch.GetTimestamp();
            try
            {
                using HttpResponseMessage answer = await _http.PostAsync(_address, body).ConfigureAwait(false);
                double elapsedMs = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
                if (answer.StatusCode == HttpStatusCode.OK) answered.Enqueue(elapsedMs);
                else if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null) shed.Enqueue(elapsedMs);
                else failed.Enqueue($"status {(int)answer.StatusCode}");
            }
            catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
            {
                failed.Enqueue(broken.Message + (broken.InnerException is { } inner ? ": " + inner.Message : ""));
            }
        }
    }
}
