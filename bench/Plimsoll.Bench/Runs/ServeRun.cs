using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Plimsoll.Bench.Measuring;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>`plimsoll serve` inside a kernel memory group: how fast it answers one client and a few, and whether it outlives a flood, turning away what it cannot do.</summary>
internal static class ServeRun
{
    private const string Token = "a-token-for-one-measurement";
    private const int FewClients = 8;
    private const int ExitTerminated = 143;

    public static int Run(BenchOptions options, TextWriter output)
    {
        if (KernelGroupFixture.WhyNot is string reason) throw new BenchException($"no kernel memory group can be made here: {reason}");
        PlimsollTool tool = new(options);
        long limit = options.Group ?? MemorySize.Parse(options.Memory);
        ResultFile file = new("serve", options, tool) { Variant = MemorySize.Format(limit).Replace(" ", "") };
        using TempFolder folder = new();
        string index = folder.PathOf("index");
        tool.Index(index, options.Memory).Run().Expect("index");
        using KernelGroupFixture group = KernelGroupFixture.Create(limit);
        int port = FreePort();
        ProcessSetup setup = new() { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_TOKEN"] = Token, ["PLIMSOLL_MEMORY"] = null }, Group = group, Timeout = TimeSpan.FromSeconds(60) };
        using RunningProcess server = tool.Start(["serve", options.Root, "--index-dir", index, "--memory", options.Memory, "--port", port.ToString(CultureInfo.InvariantCulture), "--quiet"], setup);
        Uri address = new($"http://127.0.0.1:{port}");
        Await(server, address);
        List<ClientFigures> figures = Ask(options, address, index);
        server.Signal(PosixSignal.Terminate);
        ProcessResult ended = server.Wait();
        bool isGood = ended.ExitCode == ExitTerminated && group.OomKills == 0 && figures.TrueForAll(static one => one.Failed == 0 && one.Answered > 0);
        Write(figures, group, ended, output);
        file["clients"] = figures;
        file["group"] = new { group.LimitBytes, group.PeakBytes, group.AnonPeakBytes, group.FailCount, group.OomKills, options.Memory, ended.ExitCode };
        file.Save(output);
        return isGood ? 0 : 1;
    }

    private static List<ClientFigures> Ask(BenchOptions options, Uri address, string index)
    {
        List<string> names = QuerySample.Names(SourceList.Read(options.Root, index), options.Queries, options.Seed);
        List<string> queries = [.. names, .. names.Select(QuerySample.Words)];
        using SearchClients clients = new(address, Token, queries, options.Clients);
        TimeSpan duration = TimeSpan.FromSeconds(options.Seconds);
        clients.Run(1, duration / 4);
        return [clients.Run(1, duration), clients.Run(FewClients, duration), clients.Run(options.Clients, duration)];
    }

    private static void Await(RunningProcess server, Uri address)
    {
        using HttpClient http = new();
        for (int i = 0; i < 600 && !server.HasExited; i++)
        {
            try
            {
                if (http.GetAsync(new Uri(address, "/health")).GetAwaiter().GetResult().IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not there yet.
                Thread.Sleep(100);
            }
        }
        server.Kill();
        throw new BenchException($"the server does not answer: {server.Wait().StandardError}");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Write(List<ClientFigures> figures, KernelGroupFixture group, ProcessResult ended, TextWriter output)
    {
        Table table = new("clients", "answers", "answers/s", "p50 ms", "p99 ms", "shed", "shed p99 ms", "failed");
        foreach (ClientFigures one in figures)
        {
            table.Add($"{one.Clients}", $"{one.Answered}", Table.Number(one.PerSecond, 0), Table.Number(one.P50Ms, 1), Table.Number(one.P99Ms, 1), $"{one.Shed}", Table.Number(one.ShedP99Ms, 1), $"{one.Failed}");
        }
        table.Write(output);
        output.WriteLine($"group {MemorySize.Format(group.LimitBytes)}: peak {MemorySize.Format(group.PeakBytes)}, anonymous {MemorySize.Format(group.AnonPeakBytes)}, limit hit {group.FailCount} times, killed {group.OomKills}; exit {ended.ExitCode}");
        foreach (ClientFigures one in figures.Where(static one => one.Failed > 0)) output.WriteLine($"{one.Clients} clients: {one.FirstFailure}");
        if (ended.StandardError.Trim().Length > 0) output.WriteLine(ended.StandardError.Trim());
    }
}
