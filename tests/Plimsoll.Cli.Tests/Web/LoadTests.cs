using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>More than can be answered: every request is answered or told to come back, the memory line holds, and nobody is killed.</summary>
public sealed class LoadTests : IDisposable
{
    private const int Clients = 1000;
    private const long Limit = 128 << 20;

    private readonly TempFolder _folder = new();

    public LoadTests()
    {
        for (int i = 0; i < 2000; i++)
        {
            _folder.Write($"tree/src/part{i}.ts", $"// Adds up what part {i} costs.\nexport function addPrices{i}(first: number, second: number) {{\n  return first + second + {i};\n}}\n");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Searches_AThousandAtATime_StayInsideTheKernelsLimit()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        using KernelGroupFixture group = KernelGroupFixture.Create(Limit);
        using ServeSession session = new(_folder.Root, group, new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_TOKEN"] = ServeSession.Token }, "tree", "--memory", "128MB");
        session.Index();
        ConcurrentQueue<string> answers = new();

        // Half way through, the index is made anew beside the searches.
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Ask(session, number, rounds: 3, answers)));
        string job = (string)ServeSession.Good(session.Ask("POST", "/api/index", """{"fresh":true}"""), 202)["id"]!;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Ask(session, number, rounds: 3, answers)));
        JsonNode ended = session.AwaitJob(job, static state => state is not ("queued" or "running"));
        Answered after = session.Ask("POST", "/api/search", """{"query":"addPrices7"}""");
        string metrics = session.Ask("GET", "/metrics").Text;
        (int code, string errors) = session.Stop();

        Dictionary<string, int> counts = answers.GroupBy(static answer => answer, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.Count(), StringComparer.Ordinal);
        string seen = string.Join(", ", counts.Select(static one => $"{one.Value} x {one.Key}"));
        Assert.True(counts.Keys.All(static answer => answer is "200" or "503"), seen);
        Assert.Equal(Clients * 6, answers.Count);
        Assert.True(counts.GetValueOrDefault("200") > 0 && counts.GetValueOrDefault("503") > 0, seen);
        Assert.Equal("done", (string?)ended["state"]);
        Assert.Equal(200, after.Status);
        Assert.Equal((0, ExitCode.Terminated), ((int)group.OomKills, code));
        Assert.InRange(group.PeakBytes, 1, Limit + (64 << 10));
        Assert.DoesNotContain("plimsoll_requests_shed_total 0\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_LongerThanAnybodyReads_IsCutAndSaysWhereItGoesOn()
    {
        using ServeSession session = new(_folder.Root, "tree", "--memory", "128MB");
        for (int i = 0; i < 1200; i++) _folder.Write($"tree/long/part{i}.txt", string.Concat(Enumerable.Range(0, 40).Select(line => $"needle {line} {new string('x', 400)}\n")));
        session.Index();

        JsonNode first = session.Search("""{"query":"needle","limit":500,"context":40,"path":"long/**"}""");
        JsonNode next = session.Search($$"""{"query":"needle","limit":500,"context":40,"path":"long/**","offset":{{(int)first["next_offset"]!}}}""");

        int shown = first["results"]!.AsArray().Count;
        Assert.InRange(shown, 2, 499);
        Assert.InRange(Encoding.UTF8.GetByteCount(first.ToJsonString()), 256 << 10, 600 << 10);
        Assert.Equal(shown, (int)first["next_offset"]!);
        Assert.Contains("ask again with offset", (string?)first["cut"], StringComparison.Ordinal);
        Assert.NotEqual((string?)first["results"]![0]!["path"], (string?)next["results"]![0]!["path"], StringComparer.Ordinal);
    }

    private static async Task Ask(ServeSession session, int number, int rounds, ConcurrentQueue<string> answers)
    {
        for (int round = 0; round < rounds; round++)
        {
            using StringContent body = new($$"""{"query":"add prices {{number + round}}","limit":20,"context":3}""", Encoding.UTF8, "application/json");
            try
            {
                using HttpResponseMessage response = await session.Http.PostAsync(new Uri("/api/search", UriKind.Relative), body);
                string text = await response.Content.ReadAsStringAsync();
                bool isWhole = JsonNode.Parse(text)![response.IsSuccessStatusCode ? "results" : "error"] is not null && (response.IsSuccessStatusCode || response.Headers.RetryAfter is not null);
                answers.Enqueue(isWhole ? $"{(int)response.StatusCode}" : text);
            }
            catch (HttpRequestException broken)
            {
                answers.Enqueue(broken.ToString());
            }
        }
    }
}
