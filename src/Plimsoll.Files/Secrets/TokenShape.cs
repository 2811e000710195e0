using System.Buffers;

namespace Plimsoll.Files;

/// <summary>The form of the tokens that one service gives out: a prefix that is theirs alone, then so many letters of an alphabet.</summary>
/// <param name="Prefix">How each begins.</param>
/// <param name="Alphabet">What follows is made of these.</param>
/// <param name="Least">The fewest bytes behind the prefix.</param>
/// <param name="Most">The most.</param>
/// <param name="Kind">What the marker says.</param>
internal sealed record TokenShape(byte[] Prefix, SearchValues<byte> Alphabet, int Least, int Most, string Kind)
{
    private const int Endless = 4096;

    private static readonly SearchValues<byte> AlphaNumeric = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);
    private static readonly SearchValues<byte> UrlSafe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> Base32 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8);
    private static readonly SearchValues<byte> UpperAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    // The forms are those that the services document, so that their customers can find leaked tokens.
    private static readonly TokenShape[] All =
    [
        Exact("AKIA", Base32, 16, "aws-access-key"), Exact("ASIA", Base32, 16, "aws-access-key"), Exact("ABIA", Base32, 16, "aws-access-key"), Exact("ACCA", Base32, 16, "aws-access-key"),
        From("ghp_", AlphaNumeric, 36, "github-token"), From("gho_", AlphaNumeric, 36, "github-token"), From("ghu_", AlphaNumeric, 36, "github-token"),
        From("ghs_", AlphaNumeric, 36, "github-token"), From("ghr_", AlphaNumeric, 36, "github-token"), From("github_pat_", UrlSafe, 50, "github-token"),
        From("glpat-", UrlSafe, 20, "gitlab-token"), From("gldt-", UrlSafe, 20, "gitlab-token"), From("glrt-", UrlSafe, 20, "gitlab-token"), From("glcbt-", UrlSafe, 20, "gitlab-token"),
        From("glptt-", UrlSafe, 20, "gitlab-token"), From("glft-", UrlSafe, 20, "gitlab-token"), From("gloas-", UrlSafe, 20, "gitlab-token"), From("glagent-", UrlSafe, 20, "gitlab-token"),
        From("xoxb-", UrlSafe, 20, "slack-token"), From("xoxp-", UrlSafe, 20, "slack-token"), From("xoxa-", UrlSafe, 20, "slack-token"), From("xoxe-", UrlSafe, 20, "slack-token"),
        From("xoxr-", UrlSafe, 20, "slack-token"), From("xoxs-", UrlSafe, 20, "slack-token"), From("xapp-", UrlSafe, 20, "slack-token"),
        From("sk_live_", AlphaNumeric, 16, "stripe-key"), From("sk_test_", AlphaNumeric, 16, "stripe-key"), From("rk_live_", AlphaNumeric, 16, "stripe-key"),
        From("rk_test_", AlphaNumeric, 16, "stripe-key"), From("whsec_", AlphaNumeric, 32, "stripe-key"),
        From("sk-ant-", UrlSafe, 32, "anthropic-key"), From("sk-proj-", UrlSafe, 32, "openai-key"), From("sk-svcacct-", UrlSafe, 32, "openai-key"), From("sk-admin-", UrlSafe, 32, "openai-key"),
        From("sk-", AlphaNumeric, 32, "openai-key"),
        Exact("AIza", UrlSafe, 35, "google-key"), Exact("GOCSPX-", UrlSafe, 28, "google-key"),
        Exact("npm_", AlphaNumeric, 36, "npm-token"), From("pypi-AgE", UrlSafe, 50, "pypi-token"),
        Exact("hf_", AlphaNumeric, 34, "huggingface-token"), From("dckr_pat_", UrlSafe, 20, "docker-token"), From("dop_v1_", Hex, 64, "digitalocean-token"),
        Exact("shpat_", Hex, 32, "shopify-token"), Exact("shpss_", Hex, 32, "shopify-token"), Exact("dapi", Hex, 32, "databricks-token"), Exact("SK", Hex, 32, "twilio-key"),
        From("sq0atp-", UrlSafe, 22, "square-token"), From("sq0csp-", UrlSafe, 43, "square-token"), From("lin_api_", AlphaNumeric, 32, "linear-key"),
        Exact("AGE-SECRET-KEY-", UpperAndDigits, 59, "age-key"),
    ];

    /// <summary>The shapes by the first byte of their prefix, so that most words of a text are compared with none.</summary>
    private static readonly TokenShape[]?[] ByFirst = [.. Enumerable.Range(0, 128).Select(static first =>
        Array.FindAll(All, shape => shape.Prefix[0] == first) is { Length: > 0 } found ? found : null)];

    /// <summary>How long the token is that a text begins with; 0 where it is none.</summary>
    /// <param name="text">From the start of a word on.</param>
    /// <param name="kind">What it is.</param>
    public static int Match(ReadOnlySpan<byte> text, out string kind)
    {
        kind = "";
        if (text[0] >= 128 || ByFirst[text[0]] is not { } shapes)
        {
            return 0;
        }

        foreach (var shape in shapes)
        {
            var length = shape.LengthIn(text);
            if (length > 0)
            {
                kind = shape.Kind;
                return length;
            }
        }

        return 0;
    }

    private int LengthIn(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith(Prefix))
        {
            return 0;
        }

        var rest = text[Prefix.Length..];
        var length = rest.IndexOfAnyExcept(Alphabet);
        length = length < 0 ? rest.Length : length;
        return length >= Least && length <= Most && (Alphabet == Base32 || SecretValue.IsMixed(rest[..length])) ? Prefix.Length + length : 0;
    }

    private static TokenShape Exact(string prefix, SearchValues<byte> alphabet, int length, string kind) => new(System.Text.Encoding.ASCII.GetBytes(prefix), alphabet, length, length, kind);

    private static TokenShape From(string prefix, SearchValues<byte> alphabet, int least, string kind) => new(System.Text.Encoding.ASCII.GetBytes(prefix), alphabet, least, Endless, kind);
}
