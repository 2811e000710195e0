using System.Globalization;
using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Unminify.Tests.Models;

/// <summary>A model that does everything wrong that models and their servers do. Each question meets the next of its ways, and the same one again; some of it comes only once.</summary>
internal sealed class HostileModel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public ModelAnswer Answer(ModelRequest request)
    {
        bool isFirst;
        int way;
        lock (_gate)
        {
            isFirst = _seen.TryAdd(request.Question, _seen.Count);
            way = _seen[request.Question] % 9;
        }

        string names = ModelServer.NamesFor(request);
        return way switch
        {
            0 when isFirst => new ModelAnswer(429, "{\"error\":{\"message\":\"Rate limit reached\"}}") { Headers = "retry-after-ms: 60\r\n" },
            1 when isFirst => new ModelAnswer(500, "{\"error\":\"oops\"}"),
            2 when isFirst => ModelServer.Say(names) with { Share = .5 },
            3 => ModelServer.Say(names[..(names.Length / 2)]),
            4 => ModelServer.Say("{\"answer\": \"I would rather write a poem.\"}"),
            5 => ModelServer.Say(JsonSerializer.Serialize(request.Keys.ToDictionary(key => key, _ => "sameName", StringComparer.Ordinal))),
            6 => ModelServer.Say(JsonSerializer.Serialize(request.Keys.Select((key, i) => (key, i)).ToDictionary(pair => pair.key, pair => Bad(pair.i), StringComparer.Ordinal))),
            7 => ModelServer.Say("Here you are:\n```json\n" + names + "\n```") with { Delay = TimeSpan.FromSeconds(.05) },
            _ => ModelServer.Say(names),
        };
    }

    private static string Bad(int index) => (index % 6) switch
    {
        0 => "class",
        1 => "e",
        2 => "not a name",
        3 => "a__b",
        4 => "Object",
        _ => "goodName" + index.ToString(CultureInfo.InvariantCulture),
    };
}
