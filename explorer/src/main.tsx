import '@fontsource-variable/inter';
import '@fontsource-variable/source-serif-4';
import './styles/tokens.css';
import './styles/base.css';
import './styles/pieces.css';
import './styles/pages.css';
import { render } from 'preact';
import { App } from './app.js';
import { followLinks } from './location.js';

document.addEventListener('click', followLinks);
render(<App />, document.getElementById('app')!);
