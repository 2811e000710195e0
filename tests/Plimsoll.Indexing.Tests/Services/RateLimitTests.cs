using System.Globalization;
using System.Net.Http.Headers;
using Plimsoll.Services;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Services;

public sealed class RateLimitTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData("20ms", .02)]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("12", 12.0)]
    [InlineData("0", 0.0)]
    [InlineData("0.5", .5)]
    [InlineData("s", null)]
    [InlineData("1x", null)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("99999999999999999999999h", null)]
    public void ParseWait_FormsOfServers_AreSeconds(string text, double? seconds) => Assert.Equal(seconds, RateLimit.ParseWait(text, _clock)?.TotalSeconds);

    [Fact]
    public void ParseWait_TimeOfTheClock_IsFromNow()
    {
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(40, RateLimit.ParseWait((now + 40).ToString(CultureInfo.InvariantCulture), _clock)!.Value.TotalSeconds, 3);
        Assert.Equal(40, RateLimit.ParseWait(((now + 40) * 1000).ToString(CultureInfo.InvariantCulture), _clock)!.Value.TotalSeconds, 3);
        Assert.Equal(0, RateLimit.ParseWait((now - 40).ToString(CultureInfo.InvariantCulture), _clock)!.Value.TotalSeconds);
    }

    [Fact]
    public void WaitOf_NothingLeft_IsTheLongestReset()
    {
        Assert.Null(RateLimit.WaitOf(Headers(("x-ratelimit-remaining-requests", "3"), ("x-ratelimit-reset-requests", "9s")), _clock));
        Assert.Equal(9, RateLimit.WaitOf(Headers(("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "9s"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "70ms")), _clock)!.Value.TotalSeconds);
        Assert.Equal(4, RateLimit.WaitOf(Headers(("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "4")), _clock)!.Value.TotalSeconds);
    }

    [Fact]
    public void RetryAfterOf_AllForms_AreRead()
    {
        Assert.Equal(7, RateLimit.RetryAfterOf(Headers(("Retry-After", "7")), _clock)!.Value.TotalSeconds);
        Assert.Equal(60, RateLimit.RetryAfterOf(Headers(("Retry-After", _clock.GetUtcNow().AddMinutes(1).ToString("R", CultureInfo.InvariantCulture))), _clock)!.Value.TotalSeconds);
        Assert.Equal(0, RateLimit.RetryAfterOf(Headers(("Retry-After", _clock.GetUtcNow().AddMinutes(-1).ToString("R", CultureInfo.InvariantCulture))), _clock)!.Value.TotalSeconds);
        Assert.Equal(.25, RateLimit.RetryAfterOf(Headers(("retry-after-ms", "250"), ("Retry-After", "1")), _clock)!.Value.TotalSeconds);
        Assert.Equal(3, RateLimit.RetryAfterOf(Headers(("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "3s")), _clock)!.Value.TotalSeconds);
        Assert.Null(RateLimit.RetryAfterOf(Headers(("Retry-After", "tomorrow")), _clock));
    }

    private static HttpResponseHeaders Headers(params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new();
        foreach ((string name, string value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response.Headers;
    }
}
