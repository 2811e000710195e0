using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;

namespace Plimsoll.Services;

/// <summary>What the headers of an answer say about when to ask again.</summary>
internal static class RateLimit
{
    /// <summary>Numbers beyond are no seconds from now but seconds since 1970, as some servers count.</summary>
    private const double LeastEpochSeconds = 1e9;

    private const double LeastEpochMilliseconds = 1e12;

    /// <summary>Nobody waits longer, and a number that is beyond all sense does no harm.</summary>
    private const double MostSeconds = 1e8;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>What is counted: OpenAI counts requests and tokens, others one thing only.</summary>
    private static readonly string[] Kinds = ["-requests", "-tokens", ""];

    /// <summary>How long an answer that refuses wants to be left alone; null where it does not say.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseHeaders headers, TimeProvider time)
    {
        if (Number(headers, "retry-after-ms") is { } milliseconds && milliseconds >= 0) return TimeSpan.FromSeconds(Math.Min(milliseconds / 1000, MostSeconds));
        RetryConditionHeaderValue? value = headers.RetryAfter;
        TimeSpan? wait = value?.Delta ?? value?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait ?? WaitOf(headers, time);
    }

    /// <summary>How long until more may be asked, where an answer says that nothing more may be asked now; null else.</summary>
    public static TimeSpan? WaitOf(HttpResponseHeaders headers, TimeProvider time)
    {
        TimeSpan? longest = null;
        foreach (string kind in Kinds)
        {
            if (Number(headers, "x-ratelimit-remaining" + kind) is not <= 0) continue;
            if (Text(headers, "x-ratelimit-reset" + kind) is { } text && ParseWait(text, time) is { } wait && !(wait <= longest)) longest = wait;
        }

        return longest;
    }

    /// <summary>Reads `20ms`, `1m30.5s`, `12` (seconds), and seconds or milliseconds since 1970.</summary>
    internal static TimeSpan? ParseWait(string text, TimeProvider time)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            double now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
            double seconds = number >= LeastEpochMilliseconds ? (number / 1000) - now : number >= LeastEpochSeconds ? number - now : number;
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MostSeconds));
        }

        TimeSpan wait = TimeSpan.Zero;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double part) || part > 1e6) return null;
            rest = rest[digits..];
            int letters = rest.IndexOfAnyInRange('0', '9') is var end and >= 0 ? end : rest.Length;
            TimeSpan? unit = rest[..letters] switch
            {
                "ms" => TimeSpan.FromMilliseconds(1),
                "s" => TimeSpan.FromSeconds(1),
                "m" => TimeSpan.FromMinutes(1),
                "h" => TimeSpan.FromHours(1),
                "d" => TimeSpan.FromDays(1),
                _ => null,
            };
            if (unit is null) return null;
            wait += unit.Value * part;
            rest = rest[letters..];
        }

        return wait;
    }

    private static double? Number(HttpResponseHeaders headers, string name) =>
        Text(headers, name) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static string? Text(HttpResponseHeaders headers, string name)
    {
        if (!headers.TryGetValues(name, out IEnumerable<string>? values)) return null;
        foreach (string value in values) return value.Trim();
        return null;
    }
}
