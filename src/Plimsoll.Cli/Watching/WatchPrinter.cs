using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Watching;

/// <summary>Tells what `watch` does: one line that is redrawn on a terminal, a line for each event elsewhere, or JSON lines.</summary>
internal sealed class WatchPrinter(CommandContext context, string root)
{
    private int _drawn;
    private long _updates;

    private TextWriter Error => context.Terminal.Error;

    private bool IsRedrawn => context.Terminal.IsErrorTerminal && context.Terminal.IsOutTerminal;

    /// <summary>Runs the first run under the usual progress.</summary>
    public IndexReport WithProgress(MemoryGovernor governor, Func<Action<Func<IndexProgress>>?, IndexReport> run)
    {
        using ProgressPrinter progress = new(context.Terminal, governor);
        return run(context.Quiet ? null : progress.Start);
    }

    /// <summary>The index is up to date, and changes are heard from now on.</summary>
    public void Ready(IndexReport report, TreeWatcher? watcher)
    {
        foreach (string warning in report.Warnings) Warn(warning);
        if (report.Interrupted) return;
        if (context.Json)
        {
            Write("ready", json =>
            {
                json.WriteString("root", root);
                json.WriteNumber("files", report.Files);
                json.WriteNumber("added", report.Added);
                json.WriteNumber("changed", report.Changed);
                json.WriteNumber("removed", report.Removed);
                json.WriteNumber("folders", watcher?.FolderCount ?? 0);
                json.WriteNumber("ms", Milliseconds(report.Elapsed));
            });
            return;
        }
        string folders = watcher is null ? "" : $", {watcher.FolderCount} folders";
        Line($"watching {root}: {report.Files} files{folders}; brought up to date in {Durations.Format(report.Elapsed)}: {Counts(report.Added, report.Changed, report.Removed)}");
    }

    /// <summary>An update is in force.</summary>
    public void Updated(IndexUpdate update, bool isPoll)
    {
        _updates++;
        foreach (string warning in update.Warnings) Warn(warning);
        if (context.Json)
        {
            Write(update.WholeBecause is null ? "updated" : "rescanned", json =>
            {
                if (update.WholeBecause is not null) json.WriteString("reason", update.WholeBecause);
                json.WriteNumber("files", update.Files);
                json.WriteNumber("added", update.Added);
                json.WriteNumber("changed", update.Changed);
                json.WriteNumber("removed", update.Removed);
                json.WriteNumber("ms", Milliseconds(update.Elapsed));
            });
            return;
        }
        string what = update.WholeBecause is null || isPoll ? "updated" : $"looked at the whole tree, because {update.WholeBecause}";
        string line = $"{Clock()} {what}: {Counts(update.Added, update.Changed, update.Removed)} in {Durations.Format(update.Elapsed)}";
        if (IsRedrawn && update.WholeBecause is null) Redraw($"{line} ({_updates} updates)");
        else if (update.Files > 0 || update.WholeBecause is not null) Line(line);
    }

    /// <summary>Something that people should know and that is no failure.</summary>
    public void Note(string text)
    {
        if (context.Json) Write("note", json => json.WriteString("message", text));
        else context.Say("plimsoll: " + text);
    }

    /// <summary>Another process has the index.</summary>
    public void Waiting(string who)
    {
        if (context.Json) Write("waiting", json => json.WriteString("message", who));
        else context.Say($"plimsoll: waiting: {who}");
    }

    /// <summary>An update failed and will be tried again; told under --quiet too.</summary>
    public void Failed(string message, TimeSpan retry)
    {
        Erase();
        Error.WriteLine($"plimsoll: {message} Trying again in {Durations.Format(retry)}.");
        if (!context.Json) return;
        Write("error", json =>
        {
            json.WriteString("message", message);
            json.WriteNumber("retry_ms", Milliseconds(retry));
        });
    }

    /// <summary>Takes the redrawn line away.</summary>
    public void End() => Erase();

    private void Warn(string warning)
    {
        if (context.Json) Write("warning", json => json.WriteString("message", warning));
        else context.Say($"plimsoll: warning: {warning}");
    }

    private void Write(string name, Action<Utf8JsonWriter> fields) => JsonOutput.Write(context.Terminal, json =>
    {
        json.WriteStartObject();
        json.WriteString("event", name);
        json.WriteString("at", context.Terminal.Time.GetUtcNow());
        fields(json);
        json.WriteEndObject();
    });

    private void Line(string line)
    {
        if (context.Quiet) return;
        Erase();
        context.Terminal.Out.WriteLine(line);
        context.Terminal.Out.Flush();
    }

    private void Redraw(string line)
    {
        if (context.Quiet) return;
        if (line.Length >= context.Terminal.Width) line = line[..(context.Terminal.Width - 1)];
        Error.Write("\r" + line.PadRight(_drawn));
        _drawn = line.Length;
    }

    private void Erase()
    {
        if (_drawn > 0) Error.Write("\r" + new string(' ', _drawn) + "\r");
        _drawn = 0;
    }

    private string Clock() => context.Terminal.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Counts(long added, long changed, long removed)
    {
        List<string> parts = [];
        if (added > 0) parts.Add($"{added} added");
        if (changed > 0) parts.Add($"{changed} changed");
        if (removed > 0) parts.Add($"{removed} removed");
        return parts.Count == 0 ? "nothing to do" : string.Join(", ", parts);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
