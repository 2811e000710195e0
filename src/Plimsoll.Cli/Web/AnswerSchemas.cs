namespace Plimsoll.Cli.Web;

/// <summary>The schemas of answers, for the OpenAPI document. Tests hold every answer against its schema, so neither can change alone.</summary>
internal static class AnswerSchemas
{
    public const string Error = "Error";
    public const string Health = "Health";
    public const string Search = "SearchAnswer";
    public const string Repos = "Repos";
    public const string Deleted = "Deleted";
    public const string Job = "Job";
    public const string Jobs = "Jobs";
    public const string Message = "Message";
    public const string Any = "Any";

    /// <summary>Name and schema of each.</summary>
    public static (string Name, string Schema)[] All =>
    [
        (Error, """
            {"type":"object","required":["error"],"additionalProperties":false,"properties":{"error":{"type":"object","required":["status","message"],
            "additionalProperties":false,"properties":{"status":{"type":"integer"},"message":{"type":"string"}}}}}
            """),
        (Health, """{"type":"object","required":["status"],"additionalProperties":false,"properties":{"status":{"type":"string","enum":["ok","stopping"]}}}"""),
        (Search, """
            {"type":"object","required":["query","complete","results","coverage","notes"],"additionalProperties":false,"properties":{
            "query":{"type":"string"},
            "complete":{"type":"boolean","description":"Whether the indexes have seen their whole trees."},
            "results":{"type":"array","description":"Best first.","items":{"$ref":"#/components/schemas/Hit"}},
            "coverage":{"type":"array","items":{"type":"object","required":["repo","root","files","complete","age_seconds"],"additionalProperties":false,"properties":{
            "repo":{"type":"string"},"root":{"type":"string"},"files":{"type":"integer"},"complete":{"type":"boolean"},"age_seconds":{"type":"integer"}}}},
            "cut":{"type":"string","description":"There when results were left out because the answer would be too long; says how to get them."},
            "next_offset":{"type":"integer","description":"There when there are more results."},
            "notes":{"type":"array","items":{"type":"string"}}}}
            """),
        ("Hit", """
            {"type":"object","required":["repo","path","start_line","end_line","symbol","kind","language","score","stale","state","terms"],"additionalProperties":false,"properties":{
            "repo":{"type":"string","description":"The id of the folder."},
            "path":{"type":"string","description":"Relative to the folder."},
            "path_base64":{"type":"string","description":"There when the path is not UTF-8: its exact bytes."},
            "start_line":{"type":"integer","minimum":1},"end_line":{"type":"integer","minimum":1},
            "symbol":{"type":["string","null"]},"kind":{"type":"string"},"language":{"type":"string"},
            "score":{"type":"number","description":"Higher is better; comparable within one query only."},
            "stale":{"type":"boolean"},"state":{"type":"string","enum":["current","stale","deleted"]},
            "terms":{"type":"array","items":{"type":"string"}},
            "explain":{"type":"array","items":{"type":"object","required":["name","value"],"additionalProperties":false,"properties":{"name":{"type":"string"},"value":{"type":"number"}}}},
            "snippet":{"type":"array","items":{"type":"string"}}}}
            """),
        (Repos, """
            {"type":"object","required":["repos"],"additionalProperties":false,"properties":{"repos":{"type":"array","items":{"type":"object",
            "required":["id","name","root","indexed"],"additionalProperties":false,"properties":{
            "id":{"type":"string"},"name":{"type":"string"},"root":{"type":"string"},"indexed":{"type":"boolean"},
            "note":{"type":"string","description":"There when there is no index: what to do."},
            "complete":{"type":"boolean"},"files":{"type":"integer"},"chunks":{"type":"integer"},"source_bytes":{"type":"integer"},"index_bytes":{"type":"integer"},
            "written_at":{"type":"string","format":"date-time"},"age_seconds":{"type":"integer"},
            "skipped":{"type":"object","description":"Files left out, by reason.","additionalProperties":{"type":"integer"}},
            "languages":{"type":"object","description":"Files by language.","additionalProperties":{"type":"integer"}}}}}}}
            """),
        (Deleted, """
            {"type":"object","required":["repo","root","deleted"],"additionalProperties":false,"properties":{"repo":{"type":"string"},"root":{"type":"string"},
            "deleted":{"type":"boolean","description":"Whether there was an index."}}}
            """),
        (Job, """
            {"type":"object","required":["id","repo","root","state","fresh","created_at"],"additionalProperties":false,"properties":{
            "id":{"type":"string"},"repo":{"type":"string"},"root":{"type":"string"},
            "state":{"type":"string","enum":["queued","running","done","failed","cancelled","interrupted"]},
            "fresh":{"type":"boolean"},"created_at":{"type":"string","format":"date-time"},"started_at":{"type":"string","format":"date-time"},"ended_at":{"type":"string","format":"date-time"},
            "progress":{"type":"object","required":["files_seen","files_done","walk_finished","bytes_done","chunks"],"additionalProperties":false,"properties":{
            "files_seen":{"type":"integer"},"files_done":{"type":"integer"},"walk_finished":{"type":"boolean"},"bytes_done":{"type":"integer"},"chunks":{"type":"integer"}}},
            "report":{"type":"object","description":"What `plimsoll index --json` answers.","additionalProperties":true},
            "error":{"type":"object","required":["exit_code","message"],"additionalProperties":false,"properties":{"exit_code":{"type":"integer"},"message":{"type":"string"}}}}}
            """),
        (Jobs, """{"type":"object","required":["jobs"],"additionalProperties":false,"properties":{"jobs":{"type":"array","items":{"$ref":"#/components/schemas/Job"}}}}"""),
        (Message, """{"type":"object","description":"A JSON-RPC 2.0 message of the Model Context Protocol.","required":["jsonrpc"],"properties":{"jsonrpc":{"const":"2.0"}}}"""),
        (Any, """{"description":"A text."}"""),
    ];
}
