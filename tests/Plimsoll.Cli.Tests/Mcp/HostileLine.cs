using System.Globalization;
using System.Text;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>One hostile line, and what must be answered to it.</summary>
/// <param name="Bytes">The line, without its end.</param>
/// <param name="Id">The id that must be answered once, as JSON; null where there is none.</param>
/// <param name="IsRefusedWithoutId">Whether it must be answered with a null id.</param>
internal sealed record HostileLine(byte[] Bytes, string? Id, bool IsRefusedWithoutId)
{
    private static readonly string[] Paths =
    [
        "../../etc/passwd", "/etc/passwd", "src/out.ts", "src/up/outside.ts", "src/up/shop-other/inside.ts", ".env", "image.bin", "../outside.ts", "ROOT/../outside.ts", "ROOT-other/inside.ts", "src/../../outside.ts", "./././../outside.ts",
        "src\\\\..\\\\..\\\\outside.ts", "%2e%2e/outside.ts", "..%2foutside.ts", "file:///etc/passwd", ".plimsoll/manifest", "a\\u0000b", "src/price.ts\\u0000", "CON", "src/price.ts/../../..", "~/.bashrc", "$HOME/.profile", "//etc//passwd", "proc/self/environ", "/proc/self/environ",
    ];

    private static readonly string[] Tools = ["code_search", "search", "find_related_code", "find_related", "read_code", "find_implementations", "context_analysis", "index_status", "rm", "", "tools/call"];

    private static readonly string[] Values =
    [
        "7", "-1", "1e999", "99999999999999999999", "null", "true", "[]", "{}", "[[[[]]]]", "\"\"", "\"\\u0000\"", "\"../../etc/passwd\"", "\"\\ud83d\\ude00\"", "{\"a\":{\"b\":[1,2,{\"c\":null}]}}", "0.5", "\"price\"", "2147483648", "[\"a\",7]",
    ];

    /// <summary>The line of a number.</summary>
    public static HostileLine Make(Random random, int number, string root)
    {
        string id = random.Next(3) == 0 ? $"\"q{number}\"" : number.ToString(CultureInfo.InvariantCulture);
        return random.Next(16) switch
        {
            0 => Path(random, id, root),
            1 => Path(random, id, root),
            2 => Text($$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{Pick(random, Tools)}}}","arguments":""" + Pick(random, Values) + "}}", id),
            3 => Text(Call(id, "code_search", "{\"query\":" + Pick(random, Values) + ",\"k\":" + Pick(random, Values) + "}"), id),
            4 => Text($$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":""" + Pick(random, Values) + "}", id),
            5 => Text($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{Pick(random, ["tools/destroy", "resources/read", "completion/complete", "sampling/createMessage", "roots/list", "", "ping", "logging/setLevel"])}}"}""", id),
            6 => Refused($$"""[{"jsonrpc":"2.0","id":{{id}},"method":"ping"}]"""),
            7 => Refused($$"""{"jsonrpc":"2.0","id":{{Pick(random, ["99999999999999999999999", "1.5", "{}", "[1]", "true", "-1e400", "null"])}},"method":"ping"}"""),
            8 => Refused($$"""{"jsonrpc":"2.0","id":{{id}},"id":{{id}},"method":"ping"}"""),
            9 => new HostileLine([.. Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping","params":{"a":" """), .. (ReadOnlySpan<byte>)[0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80], .. "\"}}"u8], null, IsRefusedWithoutId: true),
            10 => Refused($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping","params":{"a":{{new string('[', 200 + random.Next(2000))}}"""),
            11 => Refused($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping" """ + new string('}', random.Next(1, 5)) + Pick(random, ["{", "x", "\\", "]"])),
            12 => random.Next(20) == 0 ? Refused("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":" """ + new string('x', (1 << 20) + random.Next(1 << 20)) + "\"}}") : Text(Call(id, "code_search", $$"""{"query":"{{new string('q', random.Next(1, 20_000))}}"}"""), id),
            13 => Silent($$$"""{"jsonrpc":"2.0","method":"{{{Pick(random, ["notifications/cancelled", "notifications/progress", "notifications/initialized", "x"])}}}","params":{"requestId":""" + id + "}}"),
            14 => Text(Call(id, "code_search", $$"""{"query":"price","path":"{{Pick(random, Paths).Replace("ROOT", root, StringComparison.Ordinal)}}","root":"{{Pick(random, ["..", "/", "shop-other", "/etc"])}}"}"""), id),
            _ => Text($$"""{"jsonrpc":"2.0","id":{{id}},"method":"initialize","params":{"protocolVersion":{{Pick(random, Values)}},"capabilities":""" + Pick(random, Values) + "}}", id),
        };
    }

    private static HostileLine Path(Random random, string id, string root)
    {
        string path = Pick(random, Paths).Replace("ROOT", root, StringComparison.Ordinal);
        return Text(
            random.Next(4) switch
            {
                0 => Call(id, "find_related_code", $$"""{"path":"{{path}}","line":1}"""),
                1 => Call(id, "context_analysis", $$"""{"path":"{{path}}"}"""),
                2 => Call(id, "find_implementations", $$"""{"name":"{{path}}"}"""),
                _ => Call(id, "read_code", $$"""{"path":"{{path}}"}"""),
            },
            id);
    }

    private static string Call(string id, string tool, string arguments) => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":""" + arguments + "}}";

    private static string Pick(Random random, string[] all) => all[random.Next(all.Length)];

    private static HostileLine Text(string line, string id) => new(Encoding.UTF8.GetBytes(line), id, IsRefusedWithoutId: false);

    private static HostileLine Refused(string line) => new(Encoding.UTF8.GetBytes(line), null, IsRefusedWithoutId: true);

    private static HostileLine Silent(string line) => new(Encoding.UTF8.GetBytes(line), null, IsRefusedWithoutId: false);
}
