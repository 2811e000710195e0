using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Web;

/// <summary>`/metrics` in the text format of Prometheus: the meter of the memory governor, the requests, and what the server holds.</summary>
internal sealed class MetricsPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly RequestCounts _requests;
    private readonly List<(string Name, string Help, string Kind, Func<double> Read)> _own = [];
    private readonly List<Instrument> _instruments = [];
    private readonly Dictionary<Instrument, List<(string Labels, double Value)>> _values = [];

    /// <param name="requests">The counts of requests.</param>
    public MetricsPage(RequestCounts requests)
    {
        _requests = requests;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != MemoryTelemetry.MeterName) return;
            lock (_gate) _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Adds a value of the server's own.</summary>
    public MetricsPage With(string name, string help, string kind, Func<double> read)
    {
        _own.Add((name, help, kind, read));
        return this;
    }

    public Task<WebAnswer?> Answer(WebCall call) =>
        Task.FromResult<WebAnswer?>(new WebAnswer(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(Text())) { ContentType = ContentType });

    public void Dispose() => _listener.Dispose();

    internal string Text()
    {
        using StringWriter page = new() { NewLine = "\n" };
        lock (_gate)
        {
            _values.Clear();
            _listener.RecordObservableInstruments();
            foreach (Instrument instrument in _instruments) Write(page, instrument);
        }
        foreach ((string name, string help, string kind, Func<double> read) in _own)
        {
            WriteHead(page, name, help, kind);
            page.Write(string.Create(CultureInfo.InvariantCulture, $"{name} {read()}\n"));
        }
        _requests.Write(page);
        return page.ToString();
    }

    private void Write(StringWriter page, Instrument instrument)
    {
        bool isCounter = instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal);
        string name = instrument.Name.Replace('.', '_') + (instrument.Unit == "By" ? "_bytes" : "") + (isCounter ? "_total" : "");
        WriteHead(page, name, instrument.Description ?? "", isCounter ? "counter" : "gauge");
        foreach ((string labels, double value) in _values.GetValueOrDefault(instrument, [])) page.Write(string.Create(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n"));
    }

    private static void WriteHead(StringWriter page, string name, string help, string kind) => page.Write($"# HELP {name} {help}\n# TYPE {name} {kind}\n");

    /// <summary>Called while the values are asked for, hence under the lock already.</summary>
    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        StringBuilder labels = new();
        foreach ((string key, object? label) in tags)
        {
            labels.Append(labels.Length == 0 ? '{' : ',').Append(key).Append("=\"");
            labels.Append(label?.ToString()?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        if (labels.Length > 0) labels.Append('}');
        if (!_values.TryGetValue(instrument, out List<(string Labels, double Value)>? values)) _values[instrument] = values = [];
        values.Add((labels.ToString(), value));
    }
}
