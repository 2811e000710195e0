using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>One way in which an endpoint answers.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Meaning">When it does.</param>
/// <param name="Schema">The name of the body's schema in <see cref="AnswerSchemas"/>; null for none.</param>
internal readonly record struct AnswerSpec(int Status, string Meaning, string? Schema = AnswerSchemas.Error)
{
    public string ContentType { get; init; } = WebAnswer.Json;
}

/// <summary>An endpoint as data: the router, the check of bodies and the OpenAPI document read this.</summary>
/// <param name="Method">The method of HTTP.</param>
/// <param name="Path">The path; a part in braces stands for the name of one of several.</param>
/// <param name="Summary">What it does.</param>
internal sealed record EndpointSpec(string Method, string Path, string Summary)
{
    /// <summary>The members of the JSON body; null for none or for one that is not ours to describe.</summary>
    public ArgumentSpec[]? Body { get; init; }

    /// <summary>The schema of a body that is not made of arguments; null for none.</summary>
    public string? BodySchema { get; init; }

    /// <summary>Its own answers; those that every endpoint can give are added in the document.</summary>
    public required AnswerSpec[] Answers { get; init; }

    /// <summary>Whether it is answered without the token.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it takes a place among the requests at work; those that only look at counters do not.</summary>
    public bool IsWork { get; init; }

    /// <summary>Does it; null when it has sent its answer itself.</summary>
    public required Func<WebCall, Task<WebAnswer?>> Run { get; init; }

    /// <summary>Whether the path is this one's, and the part of it that the braces stand for.</summary>
    public bool Matches(string path, out string parameter)
    {
        parameter = "";
        int open = Path.IndexOf('{', StringComparison.Ordinal);
        if (open < 0) return path == Path;
        string behind = Path[(Path.IndexOf('}', StringComparison.Ordinal) + 1)..];
        int length = path.Length - open - behind.Length;
        if (length <= 0 || !path.StartsWith(Path[..open], StringComparison.Ordinal) || !path.EndsWith(behind, StringComparison.Ordinal)) return false;
        parameter = path.Substring(open, length);
        return !parameter.Contains('/', StringComparison.Ordinal);
    }
}
