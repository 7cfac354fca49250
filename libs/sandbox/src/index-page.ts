/** What a person sees who opens the sandbox in a browser. */
export const indexPage = (simulated: string, controls: string[]): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Callbook sandbox: simulated ${simulated}</title></head>
<body>
<h1>Callbook sandbox</h1>
<p>This is <strong>not ${simulated}</strong>. It is a simulation for trying Callbook out and for its tests.
Nothing here reaches a real calendar, telephone or person, and everything is forgotten when it stops.</p>
<p>Controls of the sandbox:</p>
<ul>${controls.map((control) => `<li><code>${control}</code></li>`).join('')}</ul>
</body>
</html>
`;
