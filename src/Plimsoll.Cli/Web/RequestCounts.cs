using System.Globalization;

namespace Plimsoll.Cli.Web;

/// <summary>How many requests each endpoint had, how they ended, and how long they took. Names come from the table of endpoints, so no client can make more of them.</summary>
internal sealed class RequestCounts
{
    /// <summary>Upper bounds of the buckets in seconds: a search takes milliseconds, a full queue a second.</summary>
    private static readonly double[] Bounds = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Times> _times = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Route, int Status), long> _ends = [];

    /// <summary>Counts one.</summary>
    /// <param name="route">Method and path of the endpoint, or a word for what has none.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Add(string route, int status, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _ends[(route, status)] = _ends.GetValueOrDefault((route, status)) + 1;
            if (!_times.TryGetValue(route, out Times? times)) _times[route] = times = new Times();
            times.Add(elapsed.TotalSeconds);
        }
    }

    /// <summary>Writes them as Prometheus reads them.</summary>
    public void Write(TextWriter page)
    {
        lock (_gate)
        {
            page.Write("# HELP plimsoll_http_requests_total Requests by endpoint and status.\n# TYPE plimsoll_http_requests_total counter\n");
            foreach (((string route, int status), long count) in _ends) page.Write(string.Create(CultureInfo.InvariantCulture, $"plimsoll_http_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}\n"));
            page.Write("# HELP plimsoll_http_request_seconds Time from the head of a request to the end of its answer.\n# TYPE plimsoll_http_request_seconds histogram\n");
            foreach ((string route, Times times) in _times) times.Write(page, route);
        }
    }

    private sealed class Times
    {
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public void Add(double seconds)
        {
            int bucket = Array.FindIndex(Bounds, bound => seconds <= bound);
            _counts[bucket < 0 ? Bounds.Length : bucket]++;
            _sum += seconds;
        }

        public void Write(TextWriter page, string route)
        {
            long all = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                all += _counts[i];
                string bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                page.Write(string.Create(CultureInfo.InvariantCulture, $"plimsoll_http_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {all}\n"));
            }
            page.Write(string.Create(CultureInfo.InvariantCulture, $"plimsoll_http_request_seconds_sum{{route=\"{route}\"}} {_sum:0.######}\nplimsoll_http_request_seconds_count{{route=\"{route}\"}} {all}\n"));
        }
    }
}
