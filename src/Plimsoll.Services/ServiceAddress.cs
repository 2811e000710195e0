namespace Plimsoll.Services;

/// <summary>Where a server with OpenAI's interface is: its address up to and without the version, and the model that is wanted.</summary>
/// <param name="Url">The address, such as `http://localhost:11434`, without `/v1` and without a slash at its end.</param>
/// <param name="Model">The model, or null for the server's own choice.</param>
public sealed record ServiceAddress(string Url, string? Model)
{
    private const string Version = "/v1";

    /// <summary>Reads `URL[#model]`; the address may end with `/v1` or not.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <returns>The address, or null when something is wrong.</returns>
    public static ServiceAddress? Parse(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        int mark = text.IndexOf('#', StringComparison.Ordinal);
        string url = (mark < 0 ? text : text[..mark]).TrimEnd('/');
        string? model = mark < 0 || mark == text.Length - 1 ? null : text[(mark + 1)..];
        fault = FaultOf(url, model);
        if (fault is not null)
            return null;
        if (url.EndsWith(Version, StringComparison.Ordinal))
            url = url[..^Version.Length];
        return new ServiceAddress(url, model);
    }

    /// <summary>The address of one of the interface's functions.</summary>
    /// <param name="function">Its path behind the version, such as `embeddings`.</param>
    public Uri Of(string function) => new($"{Url}{(HasVersion ? "" : Version)}/{function}");

    /// <summary>Scheme, host and port: what is trusted, or not.</summary>
    public string Origin => new Uri(Url).GetLeftPart(UriPartial.Authority);

    /// <summary>Whether the server is on this machine, so that nothing leaves it.</summary>
    public bool IsLoopback => new Uri(Url).IsLoopback;

    /// <summary>Whether the address has another version within, as some services that speak OpenAI's language besides their own: `/v1beta/openai`.</summary>
    private bool HasVersion => Array.Exists(new Uri(Url).Segments, static segment => segment.Length > 1 && segment[0] == 'v' && char.IsAsciiDigit(segment[1]));

    private static string? FaultOf(string url, string? model)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https") || parsed.Host.Length == 0)
            return $"found '{url}' as the address of a server, expected one such as http://localhost:11434#model";
        if (parsed.UserInfo.Length > 0)
            return "the address of a server holds a name or a password; give the key by the variable PLIMSOLL_OPENAI_KEY instead";
        if (parsed.Query.Length > 0)
            return $"the address of a server has no question mark: found '{parsed.Query}'";
        return model is not null && model.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 ? "the name of a model holds a control character" : null;
    }
}
