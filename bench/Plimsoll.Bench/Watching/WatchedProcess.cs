using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Watching;

/// <summary>A running `plimsoll watch`, whose lines are read while it runs.</summary>
internal sealed class WatchedProcess : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = new(100_000);
    private readonly Dictionary<string, int> _events = new(StringComparer.Ordinal);
    private readonly Task<string> _errors;
    private readonly Thread _reader;
    private long _lastEvent = Stopwatch.GetTimestamp();

    /// <summary>Starts it and waits until the index is up to date.</summary>
    /// <exception cref="BenchException">It ended before.</exception>
    public WatchedProcess(Command command)
    {
        ProcessStartInfo info = new(command.File, command.Arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string? value) in command.Setup(null).Environment!)
        {
            if (value is null) info.Environment.Remove(name);
            else info.Environment[name] = value;
        }
        _process = Process.Start(info)!;
        _process.StandardInput.Close();
        _errors = _process.StandardError.ReadToEndAsync();
        _reader = new Thread(Read) { IsBackground = true, Name = "events" };
        _reader.Start();
        string? first = Next(TimeSpan.FromMinutes(10));
        if (first is null || !first.Contains("\"ready\"", StringComparison.Ordinal)) throw new BenchException($"watch did not get ready: {first} {(_process.HasExited ? _errors.Result : "")}");
        Ready = first;
    }

    /// <summary>The line that said that it is ready.</summary>
    public string Ready { get; }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>How many events of each name came.</summary>
    public IReadOnlyDictionary<string, int> Events
    {
        get
        {
            lock (_events) return new Dictionary<string, int>(_events, StringComparer.Ordinal);
        }
    }

    /// <summary>Errors that it told of, with what was changed before.</summary>
    public string Problems { get; private set; } = "";

    /// <summary>Anonymous memory now, in bytes.</summary>
    public long AnonBytes()
    {
        foreach (string line in File.ReadLines($"/proc/{_process.Id}/status"))
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal)) return 1024 * long.Parse(line.AsSpan(8).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        return -1;
    }

    /// <summary>Waits until it has told of nothing for a while.</summary>
    public void AwaitQuiet(TimeSpan quiet)
    {
        using ManualResetEventSlim never = new();
        while (Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastEvent)) is TimeSpan passed && passed < quiet) never.Wait(quiet - passed);
    }

    /// <summary>Asks it to end and gives its exit code.</summary>
    public int Stop()
    {
        Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30))) throw new BenchException("watch did not end when it was asked to");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _reader.Join();
        _process.Dispose();
        _lines.Dispose();
    }

    private string? Next(TimeSpan patience) => _lines.TryTake(out string? line, patience) ? line : null;

    private void Read()
    {
        while (_process.StandardOutput.ReadLine() is string line)
        {
            Interlocked.Exchange(ref _lastEvent, Stopwatch.GetTimestamp());
            using JsonDocument json = JsonDocument.Parse(line);
            string name = json.RootElement.TryGetProperty("event", out JsonElement value) ? value.GetString()! : "failure";
            lock (_events) _events[name] = _events.GetValueOrDefault(name) + 1;
            if (name is "error" or "failure" or "note") Problems += line + "\n";
            if (_events.Count == 1) _lines.Add(line);
        }
        _lines.CompleteAdding();
    }
}
