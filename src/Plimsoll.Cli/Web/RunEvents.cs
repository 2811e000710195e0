using System.Text;
using Microsoft.AspNetCore.Http;
using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>A run's states as server-sent events: `progress` whenever something has changed, `end` at the end.</summary>
/// <param name="time">The clock.</param>
internal sealed class RunEvents(TimeProvider time)
{
    public const string ContentType = "text/event-stream";

    /// <summary>More clients than look at runs; each holds a connection.</summary>
    private const int StreamsMost = 32;

    /// <summary>Looks at a run four times a second: people see it move, and it costs next to nothing.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks between two signs of life; proxies close what is silent for a minute.</summary>
    private const int LooksASign = 60;

    private readonly LoadGate _streams = new(StreamsMost);

    /// <summary>Streams that are open.</summary>
    public int Open => _streams.Inside;

    /// <summary>Whether the request asks for events rather than for a document.</summary>
    public static bool IsAskedFor(HttpRequest request) => request.Headers.Accept.ToString().Contains(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Streams until the run ends, the client goes or the server stops.</summary>
    /// <exception cref="WebException">Too many streams are open.</exception>
    public async Task Stream(WebCall call, IndexRun run)
    {
        if (!_streams.TryEnter()) throw WebException.Busy($"{StreamsMost} streams of events are open");
        try
        {
            HttpResponse response = call.Context.Response;
            response.ContentType = ContentType;
            WebAnswer.WriteCommonHeaders(response);
            using PeriodicTimer timer = new(Period, time);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(call.Gone, call.Stopping);
            byte[] last = [];
            int silent = 0;
            bool hasEnded;
            do
            {
                hasEnded = run.HasEnded;
                byte[] now = TokenBudget.Json(run.Write);
                bool isNew = hasEnded || !now.AsSpan().SequenceEqual(last);
                if (isNew) await Send(response, hasEnded ? "event: end\ndata: " : "event: progress\ndata: ", now, end.Token).ConfigureAwait(false);
                else if (silent >= LooksASign) await Send(response, ": alive", [], end.Token).ConfigureAwait(false);
                silent = isNew || silent >= LooksASign ? 0 : silent + 1;
                last = now;
            }
            while (!hasEnded && await timer.WaitForNextTickAsync(end.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested && !call.Gone.IsCancellationRequested)
        {
            // The stream ends here; the run saves itself, and says so in the index.
        }
        finally
        {
            _streams.Leave();
        }
    }

    private static async Task Send(HttpResponse response, string head, byte[] data, CancellationToken stop)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes(head), .. data, (byte)'\n', (byte)'\n'];
        await response.Body.WriteAsync(text, stop).ConfigureAwait(false);
        await response.Body.FlushAsync(stop).ConfigureAwait(false);
    }
}
