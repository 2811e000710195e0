using System.Net;

namespace Plimsoll.Services;

/// <summary>Reads what an answer other than 200 means.</summary>
internal static class ServiceReply
{
    /// <summary>More of a server's complaint is not shown.</summary>
    private const int ComplaintBytes = 4096;

    private const int ShownChars = 200;

    /// <summary>Words by which servers say that a text is too long for the model, or the request for the server: TEI, vLLM, llama.cpp, OpenAI, Ollama.</summary>
    private static readonly string[] LengthWords =
        ["too long", "too large", "maximum context", "context length", "context size", "input length", "token limit", "less than", "tokens", "batch size", "payload"];

    /// <summary>The failure that an answer stands for.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="key">The key, which is taken out of what the server says.</param>
    /// <param name="time">The clock, for a server that says until when.</param>
    /// <param name="stop">Ends reading.</param>
    public static async Task<ServiceException> FaultOf(HttpResponseMessage response, string? key, TimeProvider time, CancellationToken stop)
    {
        int code = (int)response.StatusCode;
        string where = response.RequestMessage!.RequestUri!.ToString();
        if (code is >= 300 and < 400)
            return new ServiceException(ServiceFault.Lasting, $"{where} leads elsewhere ({code}) to {Shown(response.Headers.Location?.ToString() ?? "nowhere", key)}, which is not followed. Name that address if it is the right one.");
        string said = await ComplaintOf(response, key, stop).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new ServiceException(ServiceFault.Lasting, $"{where} refuses the key ({code}{said}). Set PLIMSOLL_OPENAI_KEY or OPENAI_API_KEY to one that it knows.") { Status = code },
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity or HttpStatusCode.InternalServerError when IsAboutLength(code, said) =>
                new ServiceException(ServiceFault.TooLong, $"{where} takes no text as long as that ({code}{said}).") { Status = code },
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented =>
                new ServiceException(ServiceFault.NoFunction, $"{where} is not there ({code}{said}). Check the address, and the name of the model.") { Status = code },
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new ServiceException(ServiceFault.Passing, $"{where} failed ({code}{said})") { Status = code, RetryAfter = RateLimit.RetryAfterOf(response.Headers, time) },
            _ => new ServiceException(ServiceFault.Lasting, $"{where} refuses the request ({code}{said}). Check the address, and the name of the model.") { Status = code },
        };
    }

    private static bool IsAboutLength(int code, string said) =>
        code == 413 || Array.Exists(LengthWords, word => said.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <returns>`: ` and what the server said, or nothing.</returns>
    private static async Task<string> ComplaintOf(HttpResponseMessage response, string? key, CancellationToken stop)
    {
        byte[] buffer = new byte[ComplaintBytes];
        int length = 0;
        try
        {
            using Stream body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            // The status alone says enough.
            length = 0;
        }

        string said = Shown(System.Text.Encoding.UTF8.GetString(buffer, 0, length), key);
        return said.Length == 0 ? "" : ": " + said;
    }

    private static string Shown(string text, string? key)
    {
        if (key is not null)
            text = text.Replace(key, "***", StringComparison.Ordinal);
        char[] letters = text.ToCharArray();
        for (int i = 0; i < letters.Length; i++)
            letters[i] = char.IsControl(letters[i]) ? ' ' : letters[i];
        text = new string(letters).Trim();
        return text.Length > ShownChars ? text[..ShownChars] + "..." : text;
    }
}
